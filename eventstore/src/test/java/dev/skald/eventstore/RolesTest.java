package dev.skald.eventstore;

import static dev.skald.eventstore.TestEvents.note;
import static dev.skald.eventstore.TestEvents.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.skald.stack.testing.TestDatabase;
import dev.skald.stack.testing.TestPostgres;
import dev.skald.stack.testing.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The application's role appends and reads, and can do nothing else to the log. */
class RolesTest {

  private final TestPostgres server = TestServers.postgres();
  private final TestDatabase database = server.newDatabase();
  private final String role = "app_" + UUID.randomUUID().toString().replace("-", "");
  private final HikariDataSource owner = TestStore.pool(database);
  private final HikariDataSource application =
      TestStore.pool(new TestDatabase(database.url(), role, role), 0);

  @BeforeEach
  void prepare() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(database.url(), "postgres", server.superuserPassword());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(role, role));
    }
    EventStoreSchema.migrate(owner);
    new LogAdministration(owner).grantUse(role);
  }

  @AfterEach
  void close() {
    application.close();
    owner.close();
  }

  @Test
  void it_goes_on_appending_when_a_release_brings_another_way_to() {
    TestDatabase older = server.newDatabase();
    try (HikariDataSource olderOwner = TestStore.pool(older);
        HikariDataSource pool = TestStore.pool(new TestDatabase(older.url(), role, role));
        PostgresEventStore store = new PostgresEventStore(pool, TestEvents.registry())) {
      EventStoreSchema.configure(olderOwner).target("5").load().migrate();
      new LogAdministration(olderOwner).grantUse(role);

      EventStoreSchema.migrate(olderOwner);

      assertThat(store.append(note(stream("account"), Expected.noStream(), "x")).position())
          .isEqualTo(1);
    }
  }

  @Test
  void it_goes_on_settling_parked_streams_when_a_release_keeps_what_became_of_them()
      throws SQLException {
    TestDatabase older = server.newDatabase();
    try (HikariDataSource olderOwner = TestStore.pool(older);
        HikariDataSource pool = TestStore.pool(new TestDatabase(older.url(), role, role));
        PostgresEventStore store = new PostgresEventStore(pool, TestEvents.registry())) {
      EventStoreSchema.configure(olderOwner).target("7").load().migrate();
      new LogAdministration(olderOwner).grantUse(role);
      EventStoreSchema.migrate(olderOwner);

      assertThat(parkAndSettle(store, pool)).isEqualTo(ParkedStream.State.SKIPPED);
    }
  }

  @Test
  void it_settles_parked_streams_and_keeps_what_became_of_them() throws SQLException {
    try (PostgresEventStore store = new PostgresEventStore(application, TestEvents.registry())) {
      assertThat(parkAndSettle(store, application)).isEqualTo(ParkedStream.State.SKIPPED);
    }
  }

  /** As a relay would, without its Kafka: parked, parked again behind that, let go. */
  private static ParkedStream.State parkAndSettle(EventStore store, DataSource dataSource)
      throws SQLException {
    StreamId stream = stream("account");
    store.append(note(stream, Expected.noStream(), "first"));
    store.append(note(stream, Expected.any(), "second"));
    List<RecordedEvent> events = store.readStream(stream, 0, 2);
    RelayParking parking = new RelayParking(dataSource, "skald");
    try (Connection session = dataSource.getConnection()) {
      ParkedRows rows = new ParkedRows(session, RelayOptions.name("skald"));
      rows.park(events.getFirst(), "too large");
      UUID letter = parking.parked().getFirst().id();
      parking.skip(letter, "not needed");
      rows.parkLater(rows.wishes().getFirst(), events.getLast(), "too large");
      parking.replay(parking.parked().getFirst().id());
      rows.settle(rows.wishes().getFirst());
      assertThat(parking.list(Long.MAX_VALUE, 10))
          .extracting(ParkedStream::state)
          .containsExactly(ParkedStream.State.REPLAYED, ParkedStream.State.SKIPPED);
      return parking.find(letter).orElseThrow().state();
    }
  }

  @Test
  void it_appends_reads_subscribes_and_keeps_snapshots() {
    List<Long> seen = new CopyOnWriteArrayList<>();
    try (PostgresEventStore store = new PostgresEventStore(application, TestEvents.registry());
        Subscription _ =
            store.subscribe(Subscription.Request.of("app"), e -> seen.add(e.position()))) {
      StreamId stream = stream("account");
      Append append = note(stream, Expected.noStream(), "x");
      store.append(append);

      assertThat(store.append(append).repeated()).isTrue();
      assertThat(store.readStream(stream, 0, 10)).hasSize(1);
      assertThat(store.statistics(stream)).isPresent();
      await().until(() -> seen.equals(List.of(1L)));
      PostgresSnapshots snapshots = new PostgresSnapshots(application);
      snapshots.save(stream, "k", "f", new Snapshots.Snapshot(1, 1, "{}"));
      assertThat(snapshots.load(stream, "k", "f")).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE eventstore.events SET data = '{}'",
        "DELETE FROM eventstore.events",
        "TRUNCATE eventstore.events",
        "INSERT INTO eventstore.streams (stream_id, version) VALUES ('a-1', 1)",
        "UPDATE eventstore.streams SET version = 7",
        "DELETE FROM eventstore.commands",
        "UPDATE eventstore.relay_settled SET note = 'x'",
        "DELETE FROM eventstore.relay_settled",
        "UPDATE eventstore.events_0 SET data = '{}'",
        "DROP TABLE eventstore.events_0",
        "SELECT setval('eventstore.last_position', 1)",
        "SELECT nextval('eventstore.last_position')",
        "SELECT eventstore.tombstone('a-1')",
        "SELECT eventstore.close_stream('a-1')",
        "SELECT eventstore.archive_partition('events_0')",
        "SELECT eventstore.grant_use('x')"
      })
  void it_cannot_touch_what_is_there(String sql) {
    assertThatThrownBy(
            () -> {
              try (Connection connection = application.getConnection();
                  Statement statement = connection.createStatement()) {
                statement.execute(sql);
              }
            })
        .isInstanceOf(SQLException.class)
        .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("42501"));
  }
}
