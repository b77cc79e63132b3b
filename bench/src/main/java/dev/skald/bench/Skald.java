package dev.skald.bench;

import com.zaxxer.hikari.HikariDataSource;
import dev.skald.eventstore.EventStoreOptions;
import dev.skald.eventstore.EventStoreSchema;
import dev.skald.eventstore.PostgresEventStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** Our event store as an application has it: over a pool, with its default options and metrics. */
record Skald(Database database, HikariDataSource pool, PostgresEventStore store)
    implements AutoCloseable {

  private static final int CONNECTIONS = 10;

  /** With its schema made in an empty database. */
  static Skald on(Database database, Payloads payloads) {
    HikariDataSource pool = database.pool(CONNECTIONS);
    EventStoreSchema.migrate(pool);
    return new Skald(database, pool, storeOver(pool, payloads));
  }

  /** As another program on the same database would have it. */
  static Skald besideOn(Database database, Payloads payloads) {
    HikariDataSource pool = database.pool(CONNECTIONS);
    return new Skald(database, pool, storeOver(pool, payloads));
  }

  private static PostgresEventStore storeOver(HikariDataSource pool, Payloads payloads) {
    return new PostgresEventStore(
        pool, payloads.types(), EventStoreOptions.DEFAULT, new SimpleMeterRegistry());
  }

  @Override
  public void close() {
    store.close();
    pool.close();
  }
}
