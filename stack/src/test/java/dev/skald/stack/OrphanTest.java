package dev.skald.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphanTest {

  /** Starts servers, says so, and waits to be killed. */
  static final class Starter {
    public static void main(String[] args) throws InterruptedException {
      EmbeddedPostgres.start(Path.of(args[0], "postgres"), 0);
      EmbeddedKafka.start(Path.of(args[0], "kafka"), 0);
      System.out.println("started");
      Thread.currentThread().join();
    }
  }

  @Test
  void a_kill_of_the_starter_leaves_no_server_behind(@TempDir Path folder) throws Exception {
    Process starter = start(folder);
    List<ProcessHandle> servers = starter.descendants().toList();
    assertThat(servers).extracting(OrphanTest::program).contains("postgres", "java");

    starter.destroyForcibly();

    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(servers).noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void a_kill_of_the_guarding_shell_takes_its_server_with_it(@TempDir Path folder) {
    ChildProcess.Command command =
        new ChildProcess.Command(
            "sleep", List.of("sleep", "600"), Map.of(), folder.resolve("log"), "TERM");
    ChildProcess process = ChildProcess.start(command);
    ProcessHandle shell =
        Awaitility.await().until(OrphanTest::guardOfSleep, Optional::isPresent).get();
    List<ProcessHandle> all = shell.descendants().toList();

    shell.destroyForcibly();

    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(all).noneMatch(ProcessHandle::isAlive));
    assertThat(process.isAlive()).isFalse();
  }

  private static Optional<ProcessHandle> guardOfSleep() {
    return ProcessHandle.current()
        .children()
        .filter(child -> child.children().anyMatch(each -> program(each).equals("sleep")))
        .findFirst();
  }

  private static Process start(Path folder) throws IOException {
    Process starter =
        new ProcessBuilder(
                Programs.java().toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Starter.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader said =
        new BufferedReader(new InputStreamReader(starter.getInputStream(), StandardCharsets.UTF_8));
    assertThat(said.readLine()).isEqualTo("started");
    return starter;
  }

  private static String program(ProcessHandle process) {
    return process.info().command().map(c -> Path.of(c).getFileName().toString()).orElse("");
  }
}
