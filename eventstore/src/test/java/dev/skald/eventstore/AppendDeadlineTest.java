package dev.skald.eventstore;

import static dev.skald.eventstore.TestEvents.note;
import static dev.skald.eventstore.TestEvents.stream;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.skald.stack.testing.TestDatabase;
import dev.skald.stack.testing.TestServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Whoever appends is answered in time, also where a pool has no connection to give. */
class AppendDeadlineTest {

  private static final Duration PATIENCE = Duration.ofMillis(300);

  @Test
  void an_append_that_no_connection_can_be_had_for_is_refused_and_never_happens()
      throws SQLException {
    TestDatabase database = TestServers.postgres().newDatabase();
    StreamId stream = stream("account");
    try (HikariDataSource pool = TestStore.pool(database)) {
      EventStoreSchema.migrate(pool);
    }
    try (HikariDataSource pool = TestStore.pool(database)) {
      pool.setMaximumPoolSize(1);
      try (PostgresEventStore store =
          new PostgresEventStore(
              pool,
              TestEvents.registry(),
              EventStoreOptions.DEFAULT.withAppendTimeout(PATIENCE),
              new SimpleMeterRegistry())) {
        try (Connection _ = pool.getConnection()) {
          CompletableFuture<Appended> late =
              store.appendAsync(note(stream, Expected.any(), "late"));

          assertThat(late)
              .failsWithin(Duration.ofSeconds(5))
              .withThrowableThat()
              .withCauseInstanceOf(StoreUnavailable.class)
              .withMessageContaining("not appended within");
        }
      }
      // By one that has time, however busy the machine is.
      try (PostgresEventStore store = new PostgresEventStore(pool, TestEvents.registry())) {
        store.append(note(stream, Expected.noStream(), "in time"));

        assertThat(store.readStream(stream, 0, 10)).hasSize(1);
      }
    }
  }
}
