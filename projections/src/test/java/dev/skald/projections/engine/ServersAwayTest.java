package dev.skald.projections.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.skald.projections.ProjectionsConfiguration;
import dev.skald.stack.testing.TestDatabase;
import dev.skald.stack.testing.TestServers;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServersAwayTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private final Histories history = new Histories(41);
  private World world;

  @BeforeEach
  void open() {
    world = new World();
    world.startRelay();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void it_starts_without_its_database_and_outlives_its_loss() {
    TestDatabase database = TestServers.postgres().newDatabase();
    int port = URI.create(database.url().substring("jdbc:".length())).getPort();
    try (Wire wire = new Wire(port);
        HikariDataSource behindWire = pool(database, port, wire.port);
        HikariDataSource direct = pool(database, port, port)) {
      Projections member = world.startMember(behindWire, ProjectionsConfiguration.PROJECTIONS);
      history.append(world, 20, 4);
      await().atMost(SOON).until(() -> member.trouble().isPresent());

      wire.mend();
      awaitRows(direct);
      await().atMost(SOON).until(() -> member.trouble().isEmpty());

      wire.cut();
      history.append(world, 20, 4);
      await().atMost(SOON).until(() -> member.trouble().isPresent());

      wire.mend();
      awaitRows(direct);
      await().atMost(SOON).until(() -> member.trouble().isEmpty());
      member.close();
    }
  }

  @Test
  void it_starts_without_kafka() {
    int port = Integer.parseInt(TestServers.kafka().split(":", 2)[1]);
    try (Wire wire = new Wire(port)) {
      Projections member =
          world.startMember(
              world.pool, ProjectionsConfiguration.PROJECTIONS, "127.0.0.1:" + wire.port);
      history.append(world, 20, 4);
      await().atMost(SOON).until(() -> member.trouble().isPresent());

      wire.mend();
      awaitRows(world.pool);
      await().atMost(SOON).until(() -> member.trouble().isEmpty());
      member.close();
    }
  }

  /** Some of them are empty: the histories are short. */
  private void awaitRows(HikariDataSource readModels) {
    for (Projection projection : ProjectionsConfiguration.PROJECTIONS) {
      await()
          .atMost(SOON)
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  assertThat(World.rows(readModels, projection))
                      .isEqualTo(world.fromZero(projection)));
    }
    assertThat(World.rows(readModels, ProjectionsConfiguration.PROJECTIONS.getFirst()))
        .isNotEmpty();
  }

  private static HikariDataSource pool(TestDatabase database, int port, int instead) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(database.url().replace(":" + port, ":" + instead));
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(1_000);
    config.setMaximumPoolSize(8);
    config.setMinimumIdle(1);
    return new HikariDataSource(config);
  }
}
