package dev.skald.eventstore;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract, kept by Postgres. */
class PostgresEventStoreTest extends EventStoreContract {

  private static TestStore testStore;

  @BeforeAll
  static void open() {
    testStore = TestStore.open();
  }

  @AfterAll
  static void close() {
    testStore.close();
  }

  @Override
  EventStore store() {
    return testStore.store();
  }
}
