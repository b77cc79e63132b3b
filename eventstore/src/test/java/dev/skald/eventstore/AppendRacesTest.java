package dev.skald.eventstore;

import static dev.skald.eventstore.TestEvents.command;
import static dev.skald.eventstore.TestEvents.note;
import static dev.skald.eventstore.TestEvents.noted;
import static dev.skald.eventstore.TestEvents.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.eventstore.Rendezvous.Outcome;
import dev.skald.stack.testing.TestDatabase;
import dev.skald.stack.testing.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Appends that meet, within one store and between two on the same database. */
class AppendRacesTest {

  private static final int REPEATS = 20;
  private static final TestDatabase DATABASE = TestServers.postgres().newDatabase();
  private static final TestStore ONE = TestStore.open(DATABASE, TestStore.PATIENT);
  private static final TestStore TWO = TestStore.open(DATABASE, TestStore.PATIENT);

  @AfterAll
  static void close() {
    ONE.close();
    TWO.close();
  }

  @RepeatedTest(REPEATS)
  void of_those_who_begin_a_stream_one_wins() {
    StreamId stream = stream("race");

    List<Outcome<Appended>> outcomes = race(16, i -> note(stream, Expected.noStream(), "n" + i));

    assertThat(outcomes).filteredOn(o -> o.answer() != null).hasSize(1);
    assertThat(outcomes).filteredOn(o -> o.isFailure(StreamConflict.class)).hasSize(15);
    assertThat(ONE.store().readStream(stream, 0, 100)).hasSize(1);
  }

  @RepeatedTest(REPEATS)
  void of_those_who_saw_the_same_version_one_wins() {
    StreamId stream = stream("race");
    ONE.store().append(note(stream, Expected.noStream(), "first"));

    List<Outcome<Appended>> outcomes = race(16, i -> note(stream, Expected.version(1), "n" + i));

    assertThat(outcomes).filteredOn(o -> o.answer() != null).hasSize(1);
    assertThat(ONE.store().readStream(stream, 0, 100)).hasSize(2);
  }

  @RepeatedTest(REPEATS)
  void those_who_expect_nothing_all_get_in_one_after_the_other() {
    StreamId stream = stream("race");

    List<Outcome<Appended>> outcomes = race(16, i -> note(stream, Expected.any(), "n" + i));

    assertThat(outcomes).allMatch(o -> o.answer() != null);
    assertThat(ONE.store().readStream(stream, 0, 100))
        .extracting(RecordedEvent::version)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 16).mapToObj(Long::valueOf).toList());
  }

  @RepeatedTest(REPEATS)
  void one_command_asked_for_by_many_happens_once_and_answers_all_alike() {
    StreamId stream = stream("race");
    Append append =
        command("same-" + stream).to(stream, Expected.noStream(), List.of(noted("a"), noted("b")));

    List<Outcome<Appended>> outcomes = race(16, _ -> append);

    assertThat(outcomes).allMatch(o -> o.answer() != null);
    List<Appended> answers =
        outcomes.stream().map(o -> Objects.requireNonNull(o.answer())).toList();
    assertThat(answers).filteredOn(a -> !a.repeated()).hasSize(1);
    assertThat(answers.stream().map(Appended::position).distinct()).hasSize(1);
    assertThat(answers.stream().map(Appended::versions).distinct()).hasSize(1);
    assertThat(ONE.store().readStream(stream, 0, 100)).hasSize(2);
  }

  @RepeatedTest(REPEATS)
  void one_command_without_a_stream_in_common_happens_once() {
    String id = "apart-" + stream("race");
    List<StreamId> streams = IntStream.range(0, 16).mapToObj(_ -> stream("race")).toList();

    List<Outcome<Appended>> outcomes =
        race(16, i -> command(id).to(streams.get(i), Expected.any(), List.of(noted("x"))));

    assertThat(outcomes).allMatch(o -> o.answer() != null);
    assertThat(streams.stream().mapToInt(s -> ONE.store().readStream(s, 0, 10).size()).sum())
        .isEqualTo(1);
  }

  @RepeatedTest(REPEATS)
  void streams_taken_in_opposite_order_do_not_lock_each_other_out() {
    List<StreamId> streams = Stream.generate(() -> stream("race")).limit(6).toList();

    List<Outcome<Appended>> outcomes =
        race(
            16,
            i -> {
              List<StreamId> order = new ArrayList<>(i % 2 == 0 ? streams : streams.reversed());
              Append append = command("opposite-" + i + "-" + streams.getFirst());
              for (StreamId stream : order) {
                append = append.to(stream, Expected.any(), List.of(noted("x")));
              }
              return append;
            });

    assertThat(outcomes).allMatch(o -> o.answer() != null);
    assertThat(streams).allMatch(s -> ONE.store().readStream(s, 0, 100).size() == 16);
  }

  @RepeatedTest(REPEATS)
  void a_do_and_the_undo_that_closes_it_agree_on_who_came_first() {
    StreamId stream = stream("race");
    Append done = command("do-" + stream).to(stream, Expected.any(), List.of(noted("done")));
    Append undone =
        command("undo-" + stream)
            .to(stream, Expected.any(), List.of(noted("closed first")))
            .closing(done.commandId(), false);

    List<Outcome<Appended>> outcomes = race(2, i -> i == 0 ? done : undone);

    boolean happened = outcomes.getFirst().answer() != null;
    if (happened) {
      assertThat(outcomes.getLast().isFailure(CloseConflict.class)).isTrue();
    } else {
      assertThat(outcomes.getFirst().isFailure(CommandClosed.class)).isTrue();
      assertThat(outcomes.getLast().answer()).isNotNull();
    }
    assertThat(ONE.store().readStream(stream, 0, 10)).hasSize(1);
  }

  @Test
  void what_the_database_refuses_fails_its_owner_only() throws SQLException {
    try (Connection connection = ONE.pool().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "ALTER TABLE eventstore.events ADD CONSTRAINT poison CHECK (data NOT LIKE '%poison%')");
    }
    StreamId stream = stream("race");

    List<Outcome<Appended>> outcomes =
        race(32, i -> note(stream, Expected.any(), i % 10 == 7 ? "poison" : "n" + i));

    assertThat(outcomes).filteredOn(o -> o.isFailure(InvalidAppend.class)).hasSize(3);
    assertThat(outcomes).filteredOn(o -> o.answer() != null).hasSize(29);
    assertThat(ONE.store().readStream(stream, 0, 100)).hasSize(29);
  }

  @Test
  void a_stream_held_by_somebodys_transaction_keeps_nobody_else_waiting() throws Exception {
    StreamId held = stream("held");
    Append waiting = note(held, Expected.any(), "waits");
    try (Connection transaction = ONE.pool().getConnection()) {
      transaction.setAutoCommit(false);
      ONE.store().append(note(held, Expected.noStream(), "holds"), transaction);
      List<CompletableFuture<Appended>> behind =
          IntStream.range(0, 40)
              .mapToObj(i -> ONE.store().appendAsync(note(held, Expected.any(), "b" + i)))
              .toList();
      CompletableFuture<Appended> last = ONE.store().appendAsync(waiting);

      List<CompletableFuture<Appended>> others =
          IntStream.range(0, 200)
              .mapToObj(i -> ONE.store().appendAsync(note(stream("free"), Expected.any(), "f" + i)))
              .toList();

      for (CompletableFuture<Appended> other : others) {
        assertThat(other.get(20, TimeUnit.SECONDS).repeated()).isFalse();
      }
      assertThat(behind).noneMatch(CompletableFuture::isDone);
      assertThat(last).isNotDone();
      transaction.commit();

      assertThat(last.get(20, TimeUnit.SECONDS).versions()).containsOnlyKeys(held);
      behind.forEach(CompletableFuture::join);
      assertThat(ONE.store().readStream(held, 0, 100)).hasSize(42);
    }
  }

  private interface Asked {
    Append number(int i);
  }

  private static List<Outcome<Appended>> race(int contenders, Asked asked) {
    return Rendezvous.race(
        IntStream.range(0, contenders)
            .<Callable<Appended>>mapToObj(
                i -> () -> (i % 2 == 0 ? ONE : TWO).store().append(asked.number(i)))
            .toList());
  }
}
