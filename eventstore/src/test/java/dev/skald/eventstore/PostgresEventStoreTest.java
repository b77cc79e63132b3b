package dev.skald.eventstore;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The contract, kept by Postgres. */
class PostgresEventStoreTest extends EventStoreContract {

  private static final TestStore STORE = TestStore.open();

  @AfterAll
  static void close() {
    STORE.close();
  }

  @Test
  void who_waits_for_all_that_was_appended_waits_for_what_is_under_way() throws SQLException {
    try (Connection other = STORE.pool().getConnection()) {
      other.setAutoCommit(false);
      STORE.store().append(something("under-way"), other);
      store().append(something("since"));

      assertThatThrownBy(() -> store().awaitSettled(ofMillis(50)))
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContaining("has been under way for PT0.05S");
      other.rollback();
    }

    store().awaitSettled(ofSeconds(10));

    assertThat(store().logEvents(0, LogFilter.ofCategories(Set.of("since")))).hasSize(1);
  }

  private static Append something(String category) {
    return Append.of(new CommandId(category), Fingerprint.of(category), Metadata.EMPTY)
        .to(StreamId.of(category, "1"), Expected.any(), List.of(TestEvents.noted("n")));
  }

  @Override
  EventStore store() {
    return STORE.store();
  }
}
