package dev.skald.eventstore;

import org.junit.jupiter.api.AfterAll;

/** The contract, kept by Postgres. */
class PostgresEventStoreTest extends EventStoreContract {

  private static final TestStore STORE = TestStore.open();

  @AfterAll
  static void close() {
    STORE.close();
  }

  @Override
  EventStore store() {
    return STORE.store();
  }
}
