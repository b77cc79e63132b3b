package dev.skald.projections.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.projections.accounts.AccountProjection;
import dev.skald.projections.sagas.SagaProjection;
import dev.skald.stack.testing.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledMemberTest {

  static final List<Projection> PROJECTIONS =
      List.of(new AccountProjection(), new SagaProjection());

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration REPLACED_WITHIN = Duration.ofSeconds(20);
  @TempDir Path folder;
  private World world;
  private ReadModels readModels;

  @BeforeEach
  void open() {
    world = new World();
    readModels = new ReadModels(world.pool);
  }

  @AfterEach
  void close() {
    readModels.close();
    world.close();
  }

  @Test
  void a_killed_process_is_replaced_in_seconds_and_nothing_counts_twice() throws Exception {
    world.startRelay();
    Projections survivor = world.startMember(world.pool, PROJECTIONS);
    Histories history = new Histories(61);
    history.append(world, 60, 20);
    await().atMost(SOON).until(() -> partitions(survivor) == 12);
    Process victim = startProcess();
    try {
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(partitions(survivor))
                      .as(() -> "the other process says: " + said())
                      .isEqualTo(6));
      history.append(world, 100, 20);
    } finally {
      victim.destroyForcibly();
    }
    Instant killed = Instant.now();
    history.append(world, 100, 20);

    await()
        .atMost(SOON)
        .until(
            () ->
                PROJECTIONS.stream()
                    .allMatch(p -> readModels.position(p.name()) >= world.log.head()));

    assertThat(Duration.between(killed, Instant.now())).isLessThan(REPLACED_WITHIN);
    assertThat(partitions(survivor)).isEqualTo(12);
    try (PlainFold plain = new PlainFold()) {
      for (Projection projection : PROJECTIONS) {
        assertThat(World.rows(world.pool, projection))
            .isEqualTo(plain.rows(projection, world.events()));
      }
    }
  }

  private Process startProcess() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            MemberProgram.class.getName(),
            world.pool.getJdbcUrl(),
            world.pool.getUsername(),
            world.pool.getPassword(),
            TestServers.kafka(),
            world.prefix)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("member.log").toFile())
        .start();
  }

  private String said() {
    try {
      return Files.readString(folder.resolve("member.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static int partitions(Projections member) {
    return member.status().stream().mapToInt(RunnerStatus::partitions).sum();
  }
}
