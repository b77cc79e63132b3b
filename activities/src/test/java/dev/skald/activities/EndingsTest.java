package dev.skald.activities;

import static dev.skald.activities.TestLog.ORIGIN;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.domain.sagas.SagaEvent.SagaCompensated;
import dev.skald.domain.sagas.SagaEvent.SagaCompleted;
import dev.skald.domain.sagas.SagaEvent.StepCompleted;
import dev.skald.domain.sagas.SagaEvent.StepStarted;
import dev.skald.eventstore.CommandClosed;
import dev.skald.workflows.Sagas;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaFailure;
import dev.skald.workflows.engine.SagaJournal;
import dev.skald.workflows.engine.SagaJournal.Entry;
import dev.skald.workflows.engine.SagaJournal.OpenStep;
import dev.skald.workflows.engine.SagaJournal.Standing;
import dev.skald.workflows.engine.SagaJournal.StandingStep;
import dev.skald.workflows.engine.SagaJournal.Turn;
import dev.skald.workflows.engine.SagaStart;
import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** A saga completes, or it is undone after it turned back. */
class EndingsTest {

  private static final Saga<?> TRANSFER = Sagas.find("account-transfer").orElseThrow();
  private static final SagaStart START = new SagaStart("k", "hash", ORIGIN, null, null, null);
  private static final SagaFailure FIRST = new SagaFailure("two", "refused", "not today");
  private static final SagaFailure LATER = new SagaFailure("one", "called-off", "too late");

  private static TestLog log;
  private static SagaLog sagas;
  private static final EndsHere ENDS = new EndsHere();
  private static SagaJournal journal;

  private final String saga = "plain-" + UUID.randomUUID();
  private final StepCall onTheWay = onTheWay("two");

  @BeforeAll
  static void start() {
    log = new TestLog();
    sagas = new SagaLog(log.store(), log.types());
    journal =
        new SagaJournalEntries(sagas, new StepMetrics(new SimpleMeterRegistry(), Sagas.ALL), ENDS);
  }

  @AfterAll
  static void stop() {
    log.close();
  }

  @Test
  void a_saga_that_has_completed_turns_no_more() {
    done("one");
    long position = complete();

    assertThat(turn(null, LATER)).isEqualTo(new Standing(true, List.of()));

    assertThat(complete()).isEqualTo(position);
    assertThat(log.typesOf("saga-" + saga)).containsExactly("StepCompleted", "SagaCompleted");
  }

  @Test
  void whoever_waits_in_this_program_hears_of_an_end_once_it_is_recorded() {
    List<CompletableFuture<Long>> waiting =
        List.of(ENDS.await(saga, ofSeconds(30)), ENDS.await(saga, ofSeconds(30)));
    CompletableFuture<Long> elsewhere = ENDS.await("elsewhere", ofMillis(1));

    assertThat(ENDS.await(saga, ofMillis(0))).as("no time at all").failsWithin(ofSeconds(30));
    done("one");
    assertThat(waiting).noneMatch(CompletableFuture::isDone);
    long position = complete();

    assertThat(waiting).allSatisfy(one -> assertThat(one).isCompletedWithValue(position));
    assertThat(elsewhere)
        .failsWithin(ofSeconds(30))
        .withThrowableThat()
        .withCauseInstanceOf(TimeoutException.class);
  }

  @Test
  void a_saga_that_has_turned_back_completes_no_more_and_is_undone_for_its_first_reason() {
    done("one");
    turn(null, FIRST);

    assertThatThrownBy(this::complete)
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            refused -> {
              assertThat(refused.getType()).isEqualTo("saga-turned");
              assertThat(refused.isNonRetryable()).isTrue();
            });
    Standing again = turn(null, LATER);
    assertThat(again.why()).isEqualTo(FIRST);
    assertThat(again.steps()).hasSize(1);
    assertThat(compensate()).isEqualTo(compensate());
    assertThat(log.typesOf("saga-" + saga))
        .containsExactly("StepCompleted", "SagaTurned", "SagaCompensated");
  }

  @Test
  void a_saga_that_went_another_way_completes_and_tells_the_same_when_its_task_is_repeated() {
    turn("first-way", FIRST);
    done("one");
    complete();

    Standing again = turn("first-way", LATER);

    assertThat(again.pastPivot()).isFalse();
    assertThat(again.why()).isEqualTo(FIRST);
    assertThat(log.typesOf("saga-" + saga))
        .containsExactly("SagaTurned", "StepCompleted", "SagaCompleted");
  }

  @Test
  void after_a_saga_has_turned_nothing_happens_that_followed_on_several_ways() {
    turn("first-way", FIRST);
    turn("second-way", FIRST);

    turn(null, LATER);

    // Two ways were given up, so that a step that came after them was in its third round.
    assertThatThrownBy(
            () ->
                sagas.record(
                    saga,
                    saga + "/two/3",
                    ORIGIN,
                    new StepCompleted("two", 1, Map.of(), 3, null, Map.of())))
        .isInstanceOf(CommandClosed.class);
  }

  @RepeatedTest(20)
  void of_an_end_and_a_turn_at_the_same_time_one_is_recorded() throws Exception {
    done("one");

    List<Object> outcomes = TestLog.together(List.of(this::complete, () -> turn(null, FIRST)));

    List<String> recorded = log.typesOf("saga-" + saga);
    assertThat(recorded).hasSize(2);
    if (recorded.contains(SagaCompleted.class.getSimpleName())) {
      assertThat(outcomes.get(1)).isEqualTo(new Standing(true, List.of()));
    } else {
      assertThat(outcomes.getFirst()).isEqualTo("saga-turned");
    }
  }

  @Test
  void an_ending_that_an_older_build_recorded_is_the_only_one() {
    long position =
        sagas.record(saga, saga + "/ended", ORIGIN, new SagaCompensated("two", "refused", "no"));

    assertThat(compensate()).isEqualTo(position);
    assertThat(log.typesOf("saga-" + saga)).containsExactly("SagaCompensated");
  }

  @Test
  void a_way_that_was_gone_to_its_end_is_not_given_up() {
    done("one");
    goneToItsEnd("way");

    assertThat(turn("way", LATER)).isEqualTo(Standing.of(Standing.Instead.GONE_TO_ITS_END));
    assertThat(log.typesOf("saga-" + saga)).containsExactly("StepCompleted");
  }

  @Test
  void a_way_that_was_given_up_is_not_gone_to_its_end() {
    turn("way", FIRST);

    assertThatThrownBy(() -> goneToItsEnd("way"))
        .isInstanceOf(ApplicationFailure.class)
        .hasMessageContaining("the way has been given up");
  }

  /** It was to begin in a run that was lost, and finds that it may not happen only then. */
  @Test
  void a_pivot_does_not_begin_late_on_a_way_that_was_given_up() {
    turn("way", FIRST);

    assertRefused(
        () -> sagas.recordOnItsWays(onTheWay, saga + "/two/1/started", ORIGIN, begun("two")));
  }

  @Test
  void a_step_on_a_way_that_was_given_up_happens_no_more() {
    turn("way", FIRST);

    assertRefused(() -> perform(onTheWay));
    assertThat(log.typesOf("saga-" + saga)).containsExactly("SagaTurned");
  }

  @Test
  void nobody_goes_on_with_what_was_done_on_a_way_that_was_given_up() {
    perform(onTheWay);
    turn("way", FIRST);

    assertRefused(() -> perform(onTheWay));
  }

  @Test
  void only_what_was_done_on_a_way_goes_with_it() {
    perform(TestLog.call(saga, "one"));
    perform(onTheWay);

    assertThat(turn("way", FIRST).steps()).extracting(StandingStep::step).containsExactly("two");

    perform(TestLog.call(saga, "one"));
    perform(TestLog.call(saga, "three"));
  }

  @Test
  void what_is_turned_back_is_told_of_ways_within_that_were_given_up() {
    journal.turn(entry("/turned/inner"), Turn.of("inner", FIRST, List.of(), List.of("way")));

    assertThat(turn("way", FIRST).within()).containsExactly("inner");
  }

  @RepeatedTest(20)
  void of_a_step_and_the_turn_of_its_way_the_later_one_knows() throws Exception {
    List<Object> outcomes =
        TestLog.together(List.of(() -> perform(onTheWay), () -> turn("way", FIRST)));

    Standing turned = (Standing) outcomes.get(1);
    assertThat(turned.steps()).hasSize(outcomes.getFirst().equals("step-undone") ? 0 : 1);
  }

  /** What it decides may be somebody else's to do. */
  @RepeatedTest(5)
  void a_step_on_a_way_decides_once_whoever_else_writes_to_the_sagas_stream() throws Exception {
    Queue<String> decided = new ConcurrentLinkedQueue<>();

    TestLog.together(
        Stream.of("one", "two", "three", "four", "five", "six")
            .<Callable<Object>>map(step -> () -> perform(onTheWay(step), () -> decided.add(step)))
            .toList());

    assertThat(decided).hasSize(6).doesNotHaveDuplicates();
  }

  private static StepStarted begun(String step) {
    return new StepStarted(step, 1, 1, Map.of());
  }

  private StepCall onTheWay(String step) {
    return new StepCall(saga, "test", step, 1, 0, null, ORIGIN, null, List.of("way"));
  }

  private static StepAnswer<Asked> perform(StepCall call) {
    return perform(call, () -> {});
  }

  private static StepAnswer<Asked> perform(StepCall call, Runnable deciding) {
    return log.recorder()
        .perform(
            call,
            new Asked("much"),
            Asked.class,
            () -> {
              deciding.run();
              return new Outcome.Done<>(new Asked("much"), List.of());
            });
  }

  private static void assertRefused(ThrowingCallable late) {
    assertThatThrownBy(late)
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            refused -> assertThat(refused.getType()).isEqualTo("step-undone"));
  }

  record Asked(String text) {}

  @RepeatedTest(5)
  void of_the_end_of_a_way_and_its_turn_one_counts() throws Exception {
    List<Object> outcomes =
        TestLog.together(
            List.of(
                () -> {
                  goneToItsEnd("way");
                  return "gone";
                },
                () -> turn("way", LATER)));

    if (log.typesOf("saga-" + saga).contains("SagaTurned")) {
      assertThat(outcomes.getFirst()).isEqualTo("way-given-up");
    } else {
      assertThat(outcomes).containsExactly("gone", Standing.of(Standing.Instead.GONE_TO_ITS_END));
    }
  }

  private void goneToItsEnd(String way) {
    journal.wayGone(entry("/gone/" + way), saga + "/turned/" + way);
  }

  private void done(String step) {
    sagas.record(
        saga,
        saga + "/" + step + "/1",
        ORIGIN,
        new StepCompleted(step, 1, Map.of(), 1, null, Map.of()));
  }

  private long complete() {
    return journal.completed(entry("/ended"), Instant.now());
  }

  private long compensate() {
    return journal.compensated(entry("/ended"), Instant.now(), FIRST, true);
  }

  private Standing turn(@Nullable String savepoint, SagaFailure why) {
    String id = "/turned" + (savepoint == null ? "" : "/" + savepoint);
    return journal.turn(
        entry(id),
        savepoint == null
            ? Turn.ofAll(
                why,
                List.of(),
                List.of(new OpenStep("one", 1), new OpenStep("two", 1)),
                null,
                List.of())
            : Turn.of(savepoint, why, List.of(), List.of()));
  }

  private Entry entry(String id) {
    return new Entry(saga, TRANSFER.type().name(), saga + id, START);
  }
}
