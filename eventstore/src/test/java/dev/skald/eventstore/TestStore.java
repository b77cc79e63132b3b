package dev.skald.eventstore;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;

/** An event store of its own, in a database of its own. */
record TestStore(HikariDataSource pool, PostgresEventStore store) implements AutoCloseable {

  static TestStore open() {
    return open(EventStoreOptions.DEFAULT.withAppendTimeout(Duration.ofSeconds(30)));
  }

  static TestStore open(EventStoreOptions options) {
    String name = "es_" + UUID.randomUUID().toString().replace("-", "");
    String base = System.getProperty("skald.test.postgres");
    try (Connection connection = DriverManager.getConnection(base + "postgres?user=skald");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(base + name + "?user=skald");
    config.setMaximumPoolSize(16);
    HikariDataSource pool = new HikariDataSource(config);
    EventStoreSchema.migrate(pool);
    return new TestStore(
        pool,
        new PostgresEventStore(pool, TestEvents.registry(), options, new SimpleMeterRegistry()));
  }

  @Override
  public void close() {
    store.close();
    pool.close();
  }
}
