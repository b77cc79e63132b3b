package dev.skald.eventstore;

import static dev.skald.eventstore.TestEvents.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.skald.eventstore.OnConflict.Resolution;
import dev.skald.eventstore.TestEvents.Deposited;
import dev.skald.eventstore.TestEvents.Noted;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Commands on a till that never holds more than ten. */
class AggregatesTest {

  record Till(BigDecimal sum, int deposits) {}

  record Deposit(BigDecimal amount) {}

  private static final BigDecimal TEN = BigDecimal.TEN;

  private static final Decider<Deposit, Till, Deposited> TILL =
      new Decider<>(
          Deposited.class,
          new Till(BigDecimal.ZERO, 0),
          (till, event) -> new Till(till.sum().add(event.amount()), till.deposits() + 1),
          AggregatesTest::deposit);

  private static final TestStore STORE = TestStore.open();

  private static List<Deposited> deposit(Deposit command, Till till) {
    if (till.sum().add(command.amount()).compareTo(TEN) > 0) {
      throw new IllegalStateException("the till is full");
    }
    return List.of(new Deposited(command.amount(), null));
  }

  @AfterAll
  static void close() {
    STORE.close();
  }

  private final Aggregates<Deposit, Till, Deposited> tills =
      new Aggregates<>(STORE.store(), TestEvents.registry(), TILL);
  private final StreamId till = stream("till");

  @Test
  void a_remembered_state_is_as_fresh_as_a_loaded_one() {
    Aggregates<Deposit, Till, Deposited> remembering = tills.remembering(2);
    tills.handle(one("before"));
    assertThat(remembering.load(till).version()).isEqualTo(1);

    tills.handle(one("behind-its-back"));
    List.of("other", "another").forEach(name -> remembering.load(stream(name)));

    assertThat(remembering.load(till)).isEqualTo(tills.load(till));
    assertThat(remembering.load(till).version()).isEqualTo(2);
  }

  @Test
  void a_command_changes_the_state_once() {
    Command<Deposit> command = one("a-command");

    Handled first = tills.handle(command);
    Handled again = tills.handle(command);

    assertThat(first.repeated()).isFalse();
    assertThat(first.version()).isEqualTo(1);
    assertThat(first.events()).isEqualTo(1);
    assertThat(again.repeated()).isTrue();
    assertThat(again.version()).isEqualTo(1);
    assertThat(again.events()).isEqualTo(1);
    assertThat(tills.load(till).state()).isEqualTo(new Till(BigDecimal.ONE, 1));
  }

  @Test
  void a_refusal_appends_nothing() {
    Command<Deposit> tooMuch =
        Command.of(
            new CommandId("too-much"), till, new Deposit(new BigDecimal(11)), Metadata.EMPTY);

    assertThatThrownBy(() -> tills.handle(tooMuch)).hasMessage("the till is full");

    assertThat(tills.load(till).version()).isZero();
    assertThat(STORE.store().command(tooMuch.id())).isEmpty();
  }

  @Test
  void a_build_that_does_not_know_an_event_of_the_stream_decides_nothing() {
    EventTypeRegistry older =
        new EventTypeRegistry(
            TestEvents.TYPES.stream().filter(type -> type.data() != Noted.class).toList());
    Aggregates<Deposit, Till, Deposited> olderTills =
        new Aggregates<>(STORE.store(), older, TILL).remembering(2);
    olderTills.handle(one("known"));
    STORE.store().append(TestEvents.note(till, Expected.version(1), "locked for the night"));

    assertThatThrownBy(() -> olderTills.handle(one("unknown")))
        .isInstanceOf(UnknownEvent.class)
        .hasMessageContaining("no event 'Noted', which is %s version 2 ".formatted(till));
    assertThatThrownBy(() -> olderTills.load(till)).isInstanceOf(UnknownEvent.class);
    assertThat(olderTills.loadAsOf(till, 1).state().deposits()).isOne();
    assertThat(tills.handle(one("unknown")).version()).isEqualTo(3);
    assertThat(olderTills.handle(one("unknown")).repeated()).isTrue();
  }

  @Test
  void racing_commands_are_decided_on_each_others_outcome() {
    List<CompletableFuture<Handled>> racing =
        IntStream.range(0, 15).mapToObj(i -> tills.handleAsync(one("race-" + i))).toList();

    long refused = racing.stream().filter(each -> each.handle((_, e) -> e != null).join()).count();

    assertThat(refused).isEqualTo(5);
    assertThat(tills.load(till).state()).isEqualTo(new Till(TEN, 10));
  }

  @Test
  void what_goes_alongside_is_appended_with_it() {
    StreamId saga = stream("saga");
    Append.StreamAppend entry =
        new Append.StreamAppend(
            saga, Expected.any(), List.of(NewEvent.of(TestEvents.noted("step done"))));

    Handled handled = tills.handle(one("alongside").with(entry));

    assertThat(STORE.store().readStream(saga, 0, 10))
        .extracting(RecordedEvent::position)
        .containsExactly(handled.position());
  }

  @Test
  void a_conflict_can_be_left_to_the_caller() {
    Aggregates<Deposit, Till, Deposited> failing = interrupted(OnConflict.fail());

    assertThatThrownBy(() -> failing.handle(one("left"))).isInstanceOf(StreamConflict.class);
  }

  @Test
  void a_resolver_sees_what_came_between_and_may_keep_mine() {
    List<OnConflict.Clash<Till, Deposited>> seen = new ArrayList<>();
    Aggregates<Deposit, Till, Deposited> resolving =
        interrupted(
            OnConflict.resolve(
                clash -> {
                  seen.add(clash);
                  return new Resolution.Mine<>();
                },
                3));

    Handled handled = resolving.handle(one("mine"));

    assertThat(handled.version()).isEqualTo(2);
    assertThat(seen).hasSize(1);
    assertThat(seen.getFirst().decidedOn().deposits()).isZero();
    assertThat(seen.getFirst().theirs()).hasSize(1);
    assertThat(seen.getFirst().now().deposits()).isEqualTo(1);
  }

  @Test
  void a_resolver_may_keep_theirs_or_merge() {
    Aggregates<Deposit, Till, Deposited> theirs =
        interrupted(OnConflict.resolve(_ -> new Resolution.Theirs<>(), 3));
    assertThat(theirs.handle(one("theirs")).events()).isZero();

    Aggregates<Deposit, Till, Deposited> merged =
        interrupted(
            OnConflict.resolve(
                _ -> new Resolution.Merged<>(List.of(new Deposited(new BigDecimal(3), null))), 3));
    merged.handle(one("merged"));
    assertThat(tills.load(till).state().sum()).isEqualByComparingTo("5");
  }

  @Test
  void a_snapshot_saves_the_events_before_it_and_changes_nothing() {
    PostgresSnapshots snapshots = new PostgresSnapshots(STORE.pool());
    SnapshotPolicy<Till> policy =
        SnapshotPolicy.every(5, snapshots, Till.class, 1, EventTypeRegistry.jsonMapper());
    Aggregates<Deposit, Till, Deposited> quick = tills.withSnapshots(policy);
    IntStream.range(0, 7).forEach(i -> tills.handle(one("snapshot-" + i)));

    Loaded<Till> before = quick.load(till);
    String kind = Till.class.getName();
    await().until(() -> stored(kind) == 7);
    tills.handle(one("snapshot-last"));

    assertThat(quick.load(till).state()).isEqualTo(tills.load(till).state());
    assertThat(before.version()).isEqualTo(7);
    snapshots.deleteAll();
    assertThat(quick.load(till)).isEqualTo(tills.load(till));
  }

  @Test
  void a_snapshot_of_another_fold_is_passed_over() {
    PostgresSnapshots snapshots = new PostgresSnapshots(STORE.pool());
    snapshots.save(
        till, Till.class.getName(), "old", new Snapshots.Snapshot(90, 90, "{\"sum\":\"9\"}"));
    SnapshotPolicy<Till> policy =
        SnapshotPolicy.every(5, snapshots, Till.class, 2, EventTypeRegistry.jsonMapper());

    assertThat(tills.withSnapshots(policy).load(till).version()).isZero();
  }

  @Test
  void a_snapshot_that_comes_too_late_does_not_bring_back_what_was_deleted() throws SQLException {
    PostgresSnapshots snapshots = new PostgresSnapshots(STORE.pool());
    Handled handled = tills.handle(one("deleted"));
    Snapshots.Snapshot late = new Snapshots.Snapshot(1, handled.position(), "{\"sum\":\"1\"}");
    snapshots.save(till, "early", "same", late);
    assertThat(snapshots.load(till, "early", "same")).contains(late);

    new LogAdministration(STORE.pool()).tombstone(till);
    snapshots.save(till, "late", "same", late);

    assertThat(snapshots.load(till, "early", "same")).isEmpty();
    assertThat(snapshots.load(till, "late", "same")).isEmpty();
    assertThat(stored("late")).isZero();
  }

  private long stored(String kind) throws SQLException {
    try (var connection = STORE.pool().getConnection();
        var statement =
            connection.prepareStatement(
                "SELECT version FROM eventstore.snapshots WHERE stream_id = ? AND kind = ?")) {
      statement.setString(1, till.value());
      statement.setString(2, kind);
      try (var row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  /** While the first decision is taken, somebody else deposits. */
  private Aggregates<Deposit, Till, Deposited> interrupted(OnConflict<Till, Deposited> choice) {
    AtomicInteger decisions = new AtomicInteger();
    Decider<Deposit, Till, Deposited> slow =
        new Decider<>(
            TILL.events(),
            TILL.initial(),
            TILL.evolve(),
            (command, state) -> {
              if (decisions.getAndIncrement() == 0) {
                tills.handle(one(UUID.randomUUID().toString()));
              }
              return deposit(command, state);
            });
    return new Aggregates<>(STORE.store(), TestEvents.registry(), slow).onConflict(choice);
  }

  private Command<Deposit> one(String id) {
    return Command.of(
        new CommandId(id + "-" + till), till, new Deposit(BigDecimal.ONE), Metadata.EMPTY);
  }
}
