package dev.skald.workflows.engine;

import static dev.skald.workflows.engine.Rehearsal.BACKOFF;
import static dev.skald.workflows.engine.Rehearsal.ONE;
import static dev.skald.workflows.engine.Rehearsal.PIVOT;
import static dev.skald.workflows.engine.Rehearsal.THREE;
import static dev.skald.workflows.engine.Rehearsal.TWO;
import static dev.skald.workflows.engine.Rehearsal.slow;
import static dev.skald.workflows.engine.Rehearsal.type;
import static dev.skald.workflows.engine.SagaStatus.COMPENSATED;
import static dev.skald.workflows.engine.SagaStatus.COMPLETED;
import static dev.skald.workflows.engine.Stage.awaitWaiting;
import static dev.skald.workflows.engine.Stage.compensate;
import static dev.skald.workflows.engine.Stage.outcome;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.skald.workflows.engine.Rehearsal.Cue;
import dev.skald.workflows.engine.Rehearsal.Hold;
import dev.skald.workflows.engine.Rehearsal.Line;
import dev.skald.workflows.engine.Rehearsal.Parts;
import dev.skald.workflows.engine.Rehearsal.Told;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a story can be made of besides plain steps. */
class StoriesTest extends Tellings {

  private static final Step<Parts, Line, Line> PERHAPS =
      Step.optional(
          "perhaps",
          Parts.class,
          Parts::play,
          Parts::takeBack,
          slow(ofSeconds(5)).tries(2, BACKOFF).thenGoOn());

  private static final Step<Parts, Line, Line> PERHAPS_NOT =
      Step.optional(
          "perhaps-not", Parts.class, Parts::play, slow(ofSeconds(5)).tries(2, BACKOFF).thenGoOn());

  private static final Step<Parts, Line, Line> QUICK =
      Step.reversible(
          "quick",
          Parts.class,
          Parts::play,
          Parts::takeBack,
          Limits.quick(ofSeconds(5)).usually(ofMillis(10)).tries(3, BACKOFF).thenCompensate());

  private static final OutsideEvent<Line> CONFIRMED =
      new OutsideEvent<>(
          "await-confirmation",
          "confirmed",
          Line.class,
          slow(ofMinutes(15)).once().thenCompensate());

  @Test
  void an_optional_step_that_fails_changes_nothing() {
    Told saga =
        tell(
            type("telling", ONE, PERHAPS, PERHAPS_NOT, PIVOT),
            (run, _) -> {
              run.step(ONE, GO);
              run.optional(PERHAPS, run.optional(PERHAPS_NOT, GO).orElse(GO));
              run.step(PIVOT, GO);
            });
    cast().cue("perhaps", Cue.FAIL, Cue.FAIL);
    cast().cue("perhaps-not", Cue.REFUSE);

    assertThat(outcome(stage().begin(saga)).status()).isEqualTo(COMPLETED);
    assertThat(cast().done).containsExactly("one", "pivot");
  }

  @Test
  void an_optional_step_that_was_done_is_undone_with_the_others() {
    Told saga =
        tell(
            type("telling", ONE, PERHAPS, TWO),
            (run, _) -> {
              run.step(ONE, GO);
              run.optional(PERHAPS, GO);
              run.step(TWO, GO);
            });
    cast().cue("two", Cue.REFUSE);

    assertThat(outcome(stage().begin(saga)).status()).isEqualTo(COMPENSATED);
    assertThat(cast().done).containsExactly("one", "perhaps", "undo perhaps", "undo one");
  }

  @Test
  void quick_steps_need_no_events_of_their_own_and_failed_ones_go_on_as_slow() {
    Told saga = inOrder(List.of(QUICK));

    WorkflowStub well = stage().begin(saga);
    outcome(well);
    assertThat(stage().has(well, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)).isFalse();

    cast().cue("quick", Cue.FAIL, Cue.FAIL);
    WorkflowStub twice = stage().begin(saga);
    assertThat(outcome(twice).status()).isEqualTo(COMPLETED);
    assertThat(stage().count(twice, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)).isEqualTo(1);

    cast().cue("quick", Cue.FAIL, Cue.FAIL, Cue.FAIL);
    assertThat(outcome(stage().begin(saga)).status()).isEqualTo(COMPENSATED);
  }

  @Test
  void a_quick_step_that_is_refused_is_not_tried_again() {
    Told saga = inOrder(List.of(QUICK));
    cast().cue("quick", Cue.REFUSE);

    assertThat(outcome(stage().begin(saga)).failure())
        .isEqualTo(new SagaFailure("quick", "refused", "not today"));
    assertThat(cast().done).isEmpty();
  }

  @Test
  void a_quick_step_that_has_one_try_may_take_all_of_its_time() {
    Step<Parts, Line, Line> once =
        Step.reversible(
            "once",
            Parts.class,
            Parts::play,
            Parts::takeBack,
            Limits.quick(ofSeconds(8)).usually(ofMillis(10)).once().thenCompensate());
    Told saga = inOrder(List.of(once));
    Hold held = cast().hold("once");
    WorkflowStub run = stage().begin(saga);
    held.awaitReached();

    await().during(ofMillis(2500)).until(() -> cast().journal.equals(List.of("started")));
    held.letGo();

    assertThat(outcome(run).status()).isEqualTo(COMPLETED);
    assertThat(cast().done).containsExactly("once");
  }

  @Test
  void a_story_may_refuse_and_all_is_undone() {
    Told saga =
        tell(
            type("telling", ONE, TWO, PIVOT),
            (run, _) -> {
              run.step(ONE, GO);
              run.step(TWO, GO);
              if (!run.businessKey().isEmpty()) {
                throw run.refuse("too-dear", "more than the customer may spend");
              }
              run.step(PIVOT, GO);
            });

    SagaOutcome outcome = outcome(stage().begin(saga));

    assertThat(outcome.status()).isEqualTo(COMPENSATED);
    assertThat(outcome.failure())
        .isEqualTo(new SagaFailure("two", "too-dear", "more than the customer may spend"));
    assertThat(cast().done).containsExactly("one", "two", "undo two", "undo one");
  }

  @Test
  void a_nested_saga_is_undone_with_the_outer_one() {
    Told inner = new Told(type("inner", ONE, TWO), StoriesTest::oneAndTwo);
    Nested<Line> nested = new Nested<>("first", inner);
    Told saga =
        tell(
            type("telling", nested, THREE),
            (run, _) -> {
              run.tell(nested, GO);
              run.step(THREE, GO);
            });
    cast().cue("three", Cue.REFUSE);

    assertThat(outcome(stage().begin(saga)).status()).isEqualTo(COMPENSATED);
    assertThat(cast().done)
        .containsExactly("first.one", "first.two", "undo first.two", "undo first.one");
  }

  @Test
  void an_event_from_outside_may_come_before_or_after_it_is_waited_for() {
    Told saga = waiting();
    cast().events.put("confirmed", Map.of("text", "yes"));
    assertThat(outcome(stage().begin(saga)).status()).isEqualTo(COMPLETED);

    cast().events.clear();
    WorkflowStub run = stage().begin(saga);
    awaitWaiting(run, "await-confirmation");
    cast().events.put("confirmed", Map.of("text", "yes"));
    run.signal("eventReceived", "confirmed");

    assertThat(outcome(run).status()).isEqualTo(COMPLETED);
  }

  @Test
  void an_event_that_does_not_come_in_time_leads_back() {
    Told saga = waiting();

    assertThat(outcome(stage().begin(saga)).failure())
        .isEqualTo(new SagaFailure("await-confirmation", "timed-out", "no confirmed in PT15M"));
    assertThat(cast().done).containsExactly("one", "undo one");
  }

  private Told waiting() {
    return tell(
        type("telling", ONE, CONFIRMED, PIVOT),
        (run, _) -> {
          run.step(ONE, GO);
          run.step(PIVOT, run.await(CONFIRMED));
        });
  }

  @Test
  void a_step_that_failed_finally_says_nothing_of_tries_that_it_did_not_have() {
    Told saga = tell(type("telling", ONE, PIVOT), (run, _) -> run.step(ONE, GO));
    cast().cue("one", Cue.BREAK);

    assertThat(outcome(stage().begin(saga)).status()).isEqualTo(COMPENSATED);

    assertThat(cast().failed).extracting(StepCall::triesBefore).containsExactly(0);
  }

  @Test
  void an_undo_keeps_no_pauses_of_its_step() {
    Step<Parts, Line, Line> patient =
        Step.reversible(
            "patient",
            Parts.class,
            Parts::play,
            Parts::takeBack,
            slow(ofSeconds(5)).tries(3, Backoff.linear(ofMinutes(1), ofHours(2))).thenCompensate());
    Told saga = inOrder(List.of(patient, TWO));
    cast().cue("two", Cue.REFUSE);
    cast().cue("undo patient", Cue.FAIL);

    assertThat(outcome(stage().begin(saga)).status()).isEqualTo(COMPENSATED);
    assertThat(cast().undos).hasSize(2).allSatisfy(undo -> assertThat(undo.pauses()).isNull());
  }

  @Test
  void a_deadline_calls_the_saga_off_but_not_past_the_pivot() {
    OutsideEvent<Line> late =
        new OutsideEvent<>(
            "await-long", "late", Line.class, slow(ofHours(5)).once().thenCompensate());
    Told saga =
        tell(
            type("telling", ONE, late),
            (run, _) -> {
              run.step(ONE, GO);
              run.await(late);
            });

    assertThat(outcome(stage().begin(saga)).failure())
        .extracting(SagaFailure::code)
        .isEqualTo("deadline-passed");
    assertThat(cast().done).containsExactly("one", "undo one");
  }

  @Test
  void a_saga_that_has_done_all_its_steps_cannot_be_called_off() {
    Told saga = inOrder(List.of(ONE));
    Hold held = cast().hold("completed");
    WorkflowStub run = stage().begin(saga);
    held.awaitReached();

    assertThatThrownBy(() -> compensate(run)).hasStackTraceContaining("done all its steps");
    held.letGo();

    assertThat(outcome(run).status()).isEqualTo(COMPLETED);
    assertThat(cast().done).containsExactly("one");
  }

  private static void oneAndTwo(SagaRun run, Line request) {
    run.step(ONE, request);
    run.step(TWO, request);
  }
}
