package dev.skald.workflows.engine;

import static dev.skald.workflows.engine.SagaStatus.COMPENSATED;
import static dev.skald.workflows.engine.SagaStatus.COMPENSATION_FAILED;
import static dev.skald.workflows.engine.SagaStatus.COMPLETED;
import static dev.skald.workflows.engine.Stage.awaitCancelled;
import static dev.skald.workflows.engine.Stage.awaitUndoWaiting;
import static dev.skald.workflows.engine.Stage.awaitWaiting;
import static dev.skald.workflows.engine.Stage.compensate;
import static dev.skald.workflows.engine.Stage.outcome;
import static dev.skald.workflows.engine.Stage.resolve;
import static dev.skald.workflows.engine.Stage.retry;
import static dev.skald.workflows.engine.Stage.skip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.skald.domain.Origin;
import dev.skald.workflows.engine.Rehearsal.Cast;
import dev.skald.workflows.engine.Rehearsal.Cue;
import dev.skald.workflows.engine.Rehearsal.Hold;
import dev.skald.workflows.engine.Rehearsal.Play;
import dev.skald.workflows.engine.SagaControl.CalledOff;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a saga of plain steps does, whatever becomes of them. */
class SagaWorkflowTest {

  private final Stage stage = new Stage(new Play());
  private final Cast cast = stage.cast;

  @AfterEach
  void stop() {
    stage.close();
  }

  @Test
  void a_saga_takes_its_steps_in_order_and_completes() {
    SagaOutcome outcome = outcome(begin());

    assertThat(outcome).isEqualTo(new SagaOutcome(COMPLETED, null, 7));
    assertThat(cast.done).containsExactly("one", "two", "three", "pivot", "after");
    assertThat(cast.journal).containsExactly("started", "completed");
  }

  @Test
  void a_refused_step_undoes_those_before_it_newest_first_and_not_itself() {
    cast.cue("three", Cue.REFUSE);

    SagaOutcome outcome = outcome(begin());

    assertThat(outcome.status()).isEqualTo(COMPENSATED);
    assertThat(outcome.failure()).isEqualTo(new SagaFailure("three", "refused", "not today"));
    assertThat(cast.done).containsExactly("one", "two", "undo two", "undo one");
    assertThat(cast.journal).containsExactly("started", "turned refused", "compensated");
  }

  @Test
  void a_step_that_fails_for_now_is_tried_again() {
    cast.cue("two", Cue.FAIL, Cue.FAIL);

    assertThat(outcome(begin()).status()).isEqualTo(COMPLETED);
  }

  @Test
  void a_step_whose_attempts_run_out_is_undone_too_since_it_may_have_happened() {
    cast.cue("two", Cue.FAIL, Cue.FAIL, Cue.FAIL);

    SagaOutcome outcome = outcome(begin());

    assertThat(outcome.status()).isEqualTo(COMPENSATED);
    assertThat(cast.done).containsExactly("one", "undo two", "undo one");
    assertThat(cast.journal.get(1)).startsWith("failed two");
  }

  @Test
  void a_step_that_takes_too_long_is_undone_too() {
    cast.cue("three", Cue.HANG, Cue.HANG, Cue.HANG);

    SagaOutcome outcome = outcome(begin());

    assertThat(outcome.status()).isEqualTo(COMPENSATED);
    assertThat(outcome.failure()).extracting(SagaFailure::code).isEqualTo(SagaFailure.TIMED_OUT);
    assertThat(cast.done).endsWith("undo three", "undo two", "undo one");
  }

  @Test
  void a_failure_that_is_final_and_no_refusal_of_ours_is_of_unknown_outcome() {
    cast.cue("two", Cue.BREAK);

    SagaOutcome outcome = outcome(begin());

    assertThat(outcome.failure())
        .isEqualTo(new SagaFailure("two", "house-gone", "the house is gone"));
    assertThat(cast.done).containsExactly("one", "undo two", "undo one");
  }

  @Test
  void a_refused_pivot_undoes_everything() {
    cast.cue("pivot", Cue.REFUSE);

    assertThat(outcome(begin()).status()).isEqualTo(COMPENSATED);
    assertThat(cast.done)
        .containsExactly("one", "two", "three", "undo three", "undo two", "undo one");
  }

  @Test
  void a_pivot_of_unknown_outcome_is_tried_without_end() {
    cast.cue("pivot", Cue.FAIL, Cue.HANG, Cue.FAIL, Cue.FAIL, Cue.FAIL, Cue.FAIL, Cue.FAIL);

    assertThat(outcome(begin()).status()).isEqualTo(COMPLETED);
  }

  @Test
  void a_cancel_ends_the_step_under_way_and_then_undoes() throws InterruptedException {
    Hold held = cast.hold("two");
    WorkflowStub saga = begin();
    held.awaitReached();

    saga.cancel("changed my mind");
    stage.awaitCancelRequested(saga);
    held.letGo();

    awaitCancelled(saga);
    assertThat(cast.journal).containsExactly("started", "turned called-off", "compensated");
    assertThat(cast.done).containsExactly("one", "two", "undo two", "undo one");
  }

  @Test
  void a_cancel_during_the_pivot_changes_nothing() throws InterruptedException {
    Hold held = cast.hold("pivot");
    WorkflowStub saga = begin();
    held.awaitReached();

    saga.cancel("too late");
    stage.awaitCancelRequested(saga);
    assertThatThrownBy(() -> compensate(saga))
        .isInstanceOf(WorkflowUpdateException.class)
        .hasStackTraceContaining("point of no return");
    held.letGo();

    awaitCancelled(saga);
    assertThat(cast.journal).containsExactly("started", "completed");
    assertThat(cast.done).containsExactly("one", "two", "three", "pivot", "after");
  }

  @Test
  void an_operator_calls_a_saga_off() throws InterruptedException {
    Hold held = cast.hold("two");
    WorkflowStub saga = begin();
    held.awaitReached();

    compensate(saga);
    held.letGo();

    assertThat(outcome(saga).status()).isEqualTo(COMPENSATED);
    assertThat(cast.done).containsExactly("one", "two", "undo two", "undo one");
  }

  @Test
  void of_two_operators_who_call_a_saga_off_the_first_counts() throws InterruptedException {
    Hold held = cast.hold("two");
    WorkflowStub saga = begin();
    held.awaitReached();
    Origin other = new Origin("another", "c-2", null, null, null, null);

    CalledOff first = saga.update("compensate", CalledOff.class, "first", Stage.ORIGIN);
    CalledOff second = saga.update("compensate", CalledOff.class, "second", other);
    held.letGo();

    assertThat(List.of(first, second)).containsOnly(new CalledOff("first", Stage.ORIGIN));
    assertThat(outcome(saga).failure()).isEqualTo(new SagaFailure("three", "called-off", "first"));
  }

  @Test
  void an_undo_that_fails_for_now_is_tried_until_it_is_done() {
    cast.cue("pivot", Cue.REFUSE);
    cast.cue("undo three", Cue.FAIL, Cue.FAIL, Cue.FAIL, Cue.HANG, Cue.FAIL, Cue.FAIL);

    assertThat(outcome(begin()).status()).isEqualTo(COMPENSATED);
  }

  @Test
  void an_undo_that_is_refused_waits_for_an_operator_and_stops_no_other() {
    cast.cue("three", Cue.REFUSE);
    cast.cue("undo two", Cue.REFUSE, Cue.REFUSE);
    WorkflowStub saga = begin();
    awaitUndoWaiting(saga, "two");

    assertThat(cast.done).containsExactly("one", "two", "undo one");
    retry(saga, "two", 1);
    await()
        .until(() -> cast.journal.stream().filter("undo failed two refused"::equals).count() == 2);
    awaitUndoWaiting(saga, "two");
    retry(saga, "two", 2);

    assertThat(outcome(saga).status()).isEqualTo(COMPENSATED);
    assertThat(cast.done).containsExactly("one", "two", "undo one", "undo two");
  }

  @Test
  void an_undo_settled_by_hand_counts_as_done() {
    cast.cue("three", Cue.REFUSE);
    cast.cue("undo two", Cue.REFUSE);
    WorkflowStub saga = begin();
    awaitUndoWaiting(saga, "two");

    resolve(saga, "two", 1);

    assertThat(outcome(saga).status()).isEqualTo(COMPENSATED);
  }

  @Test
  void an_undo_given_up_is_never_called_undone() {
    cast.cue("three", Cue.REFUSE);
    cast.cue("undo two", Cue.REFUSE);
    cast.cue("undo one", Cue.REFUSE);
    WorkflowStub saga = begin();
    awaitUndoWaiting(saga, "two");
    awaitUndoWaiting(saga, "one");

    skip(saga, "one", 2);
    resolve(saga, "two", 1);

    assertThat(outcome(saga).status()).isEqualTo(COMPENSATION_FAILED);
    assertThat(cast.journal).contains("undo settled one SKIP", "compensation failed");
  }

  @Test
  void a_decision_that_nobody_asked_for_is_refused() throws InterruptedException {
    Hold held = cast.hold("one");
    WorkflowStub saga = begin();
    held.awaitReached();

    assertThatThrownBy(() -> skip(saga, "one", 1))
        .isInstanceOf(WorkflowUpdateException.class)
        .hasStackTraceContaining("waits for nobody");
  }

  @Test
  void after_the_pivot_a_refusal_waits_for_an_operator_to_retry() {
    cast.cue("after", Cue.REFUSE);
    WorkflowStub saga = begin();
    awaitWaiting(saga, "after");

    assertThatThrownBy(() -> skip(saga, "after", 1)).hasStackTraceContaining("resolve it with one");
    retry(saga, "after", 1);

    assertThat(outcome(saga).status()).isEqualTo(COMPLETED);
  }

  @Test
  void an_answer_to_another_question_blocks_the_run_and_undoes_nothing() {
    cast.cue("two", Cue.ANSWER_FOR_ANOTHER);
    WorkflowStub saga = begin();

    await().until(() -> stage.has(saga, EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED));

    assertThat(cast.done).containsExactly("one", "two");
    assertThat(cast.journal).containsExactly("started");
  }

  private WorkflowStub begin() {
    return stage.begin(new Play());
  }
}
