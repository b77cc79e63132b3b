package dev.skald.stack.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.stack.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeepersTest {

  private final List<Process> builds = new ArrayList<>();
  private Path folder = Path.of("");

  @BeforeEach
  void make_a_folder() throws IOException {
    folder =
        Files.createDirectory(
            Path.of(System.getProperty("java.io.tmpdir"), "keepers-" + System.nanoTime()));
  }

  @AfterEach
  void end_the_builds_and_with_them_their_keepers() throws IOException {
    builds.forEach(Process::destroyForcibly);
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> keptFolders().isEmpty());
    Files.delete(folder.resolve("lock"));
    Files.delete(folder);
  }

  @Test
  void end_with_a_build_that_is_killed_and_leave_nothing() throws Exception {
    Process build = build();
    Kept kept = keepers(build).keep(ServerKind.POSTGRES);
    assertThat(serves(kept)).isTrue();

    build.destroyForcibly();

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !kept.isAlive() && !serves(kept) && keptFolders().isEmpty());
  }

  @Test
  void start_anew_when_a_keeper_was_killed_and_sweep_up_after_dead_builds() throws Exception {
    Keepers keepers = keepers(build());
    Path left = Files.createDirectories(folder.resolve("%d-1-KAFKA".formatted(Integer.MAX_VALUE)));
    Files.writeString(left.resolve("something"), "left");
    Kept killed = keepers.keep(ServerKind.POSTGRES);
    killed.keeper().process().orElseThrow().destroyForcibly();
    Awaitility.await().until(() -> !killed.isAlive());

    Kept next = keepers.keep(ServerKind.POSTGRES);

    assertThat(next.keeper()).isNotEqualTo(killed.keeper());
    assertThat(serves(next)).isTrue();
    assertThat(keepers.keep(ServerKind.POSTGRES)).isEqualTo(next);
    assertThat(left).doesNotExist();
  }

  @Test
  void are_started_once_for_many_askers_and_apart_for_each_build() throws Exception {
    Keepers one = keepers(build());
    Keepers other = keepers(build());
    Callable<Kept> ask = () -> one.keep(ServerKind.POSTGRES);
    try (ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Kept> answers = new ArrayList<>();
      for (Future<Kept> answer : askers.invokeAll(List.of(ask, ask, ask))) {
        answers.add(answer.get());
      }
      assertThat(answers).containsOnly(one.keep(ServerKind.POSTGRES));
      assertThat(other.keep(ServerKind.POSTGRES)).isNotIn(answers);
    }
  }

  private Process build() throws IOException {
    Process build = new ProcessBuilder("sleep", "600").start();
    builds.add(build);
    return build;
  }

  private Keepers keepers(Process build) {
    return new Keepers(folder, Owner.of(build.toHandle()));
  }

  private static boolean serves(Kept postgres) {
    return Ports.isTaken(Integer.parseInt(postgres.value("port")));
  }

  private List<Path> keptFolders() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isDirectory).collect(Collectors.toList());
    }
  }
}
