package dev.skald.eventstore;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.skald.stack.testing.TemplateDatabase;
import dev.skald.stack.testing.TestDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;

/** An event store of its own, in a database of its own. */
record TestStore(HikariDataSource pool, PostgresEventStore store, MeterRegistry meters)
    implements AutoCloseable {

  static final EventStoreOptions PATIENT =
      EventStoreOptions.DEFAULT.withAppendTimeout(Duration.ofSeconds(30));

  private static final TemplateDatabase EMPTY = new TemplateDatabase(EventStoreSchema::migrate);

  static TestStore open() {
    return with(EMPTY.copy(), PATIENT);
  }

  static TestStore open(TestDatabase database, EventStoreOptions options) {
    EventStoreSchema.migrate(database.dataSource());
    return with(database, options);
  }

  private static TestStore with(TestDatabase database, EventStoreOptions options) {
    HikariDataSource pool = pool(database);
    MeterRegistry meters = new SimpleMeterRegistry();
    return new TestStore(
        pool, new PostgresEventStore(pool, TestEvents.registry(), options, meters), meters);
  }

  static HikariDataSource pool(TestDatabase database) {
    return pool(database, 1);
  }

  /** With no idle connections it does not mind that its role is not there yet. */
  static HikariDataSource pool(TestDatabase database, int idle) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(database.url());
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(24);
    config.setMinimumIdle(idle);
    config.setInitializationFailTimeout(idle == 0 ? -1 : 1);
    return new HikariDataSource(config);
  }

  @Override
  public void close() {
    store.close();
    pool.close();
  }
}
