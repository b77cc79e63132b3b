package dev.skald.workflows.engine;

import static dev.skald.workflows.engine.SagaStatus.AWAITING_OPERATOR;
import static dev.skald.workflows.engine.SagaStatus.COMPENSATED;
import static dev.skald.workflows.engine.SagaStatus.COMPENSATION_FAILED;
import static dev.skald.workflows.engine.SagaStatus.COMPLETED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.skald.domain.Origin;
import dev.skald.workflows.engine.Rehearsal.Cast;
import dev.skald.workflows.engine.Rehearsal.Cue;
import dev.skald.workflows.engine.Rehearsal.Hold;
import dev.skald.workflows.engine.Rehearsal.Line;
import dev.skald.workflows.engine.Rehearsal.Play;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.Jackson3JsonPayloadConverter;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SagaWorkflowTest {

  private static final Origin ORIGIN = new Origin("tester", "c-1", null, null, null, null);

  private final Cast cast = new Cast();
  private TestWorkflowEnvironment temporal;

  @BeforeEach
  void start() {
    TestEnvironmentOptions.Builder options =
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder()
                    .setDataConverter(
                        DefaultDataConverter.newDefaultInstance()
                            .withPayloadConverterOverrides(new Jackson3JsonPayloadConverter()))
                    .build());
    SagaAttributes.ALL.forEach(
        key ->
            options.registerSearchAttribute(
                key.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
    temporal = TestWorkflowEnvironment.newInstance(options.build());
    Worker worker = temporal.newWorker("skald");
    worker.registerWorkflowImplementationFactory(
        SagaWorkflow.class, () -> new SagaWorkflow(List.of(new Play())));
    worker.registerActivitiesImplementations(cast);
    temporal.start();
  }

  @AfterEach
  void stop() {
    cast.letAllGo();
    temporal.close();
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
    assertThat(cast.journal).containsExactly("started", "compensated");
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
    assertThat(outcome.failure()).extracting(SagaFailure::code).isEqualTo(Failures.TIMED_OUT);
    assertThat(cast.done).endsWith("undo three", "undo two", "undo one");
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
    awaitCancelRequested(saga);
    held.letGo();

    awaitCancelled(saga);
    assertThat(cast.journal).containsExactly("started", "failed three cancelled", "compensated");
    assertThat(cast.done).containsExactly("one", "two", "undo two", "undo one");
  }

  @Test
  void a_cancel_during_the_pivot_changes_nothing() throws InterruptedException {
    Hold held = cast.hold("pivot");
    WorkflowStub saga = begin();
    held.awaitReached();

    saga.cancel("too late");
    awaitCancelRequested(saga);
    assertThatThrownBy(() -> saga.update("compensate", Void.class, "too late", ORIGIN))
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

    saga.update("compensate", Void.class, "the customer called", ORIGIN);
    held.letGo();

    assertThat(outcome(saga).status()).isEqualTo(COMPENSATED);
    assertThat(cast.done).containsExactly("one", "two", "undo two", "undo one");
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
    awaitWaiting(saga, "two");

    assertThat(cast.done).containsExactly("one", "two", "undo one");
    settle(saga, "two", Settlement.Kind.RETRY);
    await()
        .until(() -> cast.journal.stream().filter("undo failed two refused"::equals).count() == 2);
    awaitWaiting(saga, "two");
    settle(saga, "two", Settlement.Kind.RETRY);

    assertThat(outcome(saga).status()).isEqualTo(COMPENSATED);
    assertThat(cast.done).containsExactly("one", "two", "undo one", "undo two");
  }

  @Test
  void an_undo_settled_by_hand_counts_as_done() {
    cast.cue("three", Cue.REFUSE);
    cast.cue("undo two", Cue.REFUSE);
    WorkflowStub saga = begin();
    awaitWaiting(saga, "two");

    settle(saga, "two", Settlement.Kind.RESOLVE);

    assertThat(outcome(saga).status()).isEqualTo(COMPENSATED);
  }

  @Test
  void an_undo_given_up_is_never_called_undone() {
    cast.cue("three", Cue.REFUSE);
    cast.cue("undo two", Cue.REFUSE);
    cast.cue("undo one", Cue.REFUSE);
    WorkflowStub saga = begin();
    awaitWaiting(saga, "two");
    awaitWaiting(saga, "one");

    settle(saga, "one", Settlement.Kind.SKIP);
    settle(saga, "two", Settlement.Kind.RESOLVE);

    assertThat(outcome(saga).status()).isEqualTo(COMPENSATION_FAILED);
    assertThat(cast.journal).contains("settled one SKIP", "compensation failed");
  }

  @Test
  void a_decision_that_nobody_asked_for_is_refused() throws InterruptedException {
    Hold held = cast.hold("one");
    WorkflowStub saga = begin();
    held.awaitReached();

    assertThatThrownBy(() -> settle(saga, "one", Settlement.Kind.SKIP))
        .isInstanceOf(WorkflowUpdateException.class)
        .hasStackTraceContaining("waits for nobody");
  }

  @Test
  void after_the_pivot_a_refusal_waits_for_an_operator_to_retry() {
    cast.cue("after", Cue.REFUSE);
    WorkflowStub saga = begin();
    await().until(() -> status(saga, "after") == Ledger.StepStatus.WAITING);

    assertThatThrownBy(() -> settle(saga, "after", Settlement.Kind.SKIP))
        .hasStackTraceContaining("can only be retried");
    settle(saga, "after", Settlement.Kind.RETRY);

    assertThat(outcome(saga).status()).isEqualTo(COMPLETED);
  }

  @Test
  void an_answer_to_another_question_blocks_the_run_and_undoes_nothing() {
    cast.cue("two", Cue.ANSWER_FOR_ANOTHER);
    WorkflowStub saga = begin();

    await().until(() -> has(saga, EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED));

    assertThat(cast.done).containsExactly("one", "two");
    assertThat(cast.journal).containsExactly("started");
  }

  private WorkflowStub begin() {
    WorkflowStub saga =
        temporal
            .getWorkflowClient()
            .newUntypedWorkflowStub(
                "play",
                WorkflowOptions.newBuilder()
                    .setTaskQueue("skald")
                    .setWorkflowId("play-" + UUID.randomUUID())
                    .setTypedSearchAttributes(SagaAttributes.atStart(Play.TYPE, "k"))
                    .build());
    saga.start(new SagaStart("k", "hash", ORIGIN), new Line("go"));
    return saga;
  }

  private static SagaOutcome outcome(WorkflowStub saga) {
    return saga.getResult(SagaOutcome.class);
  }

  /** Temporal gives no result of a run that it was asked to cancel, however the run ended. */
  private static void awaitCancelled(WorkflowStub saga) {
    assertThatThrownBy(() -> outcome(saga)).hasCauseInstanceOf(CanceledFailure.class);
  }

  private static void settle(WorkflowStub saga, String step, Settlement.Kind kind) {
    saga.update("settle", Void.class, step, new Settlement(kind, "because", ORIGIN));
  }

  private static void awaitWaiting(WorkflowStub saga, String step) {
    await().until(() -> line(saga, step).undo() == Ledger.UndoStatus.WAITING);
    await()
        .until(
            () ->
                saga.describe()
                    .getTypedSearchAttributes()
                    .get(SagaAttributes.STATUS)
                    .equals(AWAITING_OPERATOR.name()));
  }

  private static Ledger.StepStatus status(WorkflowStub saga, String step) {
    return line(saga, step).status();
  }

  private static Ledger.Line line(WorkflowStub saga, String step) {
    Ledger.Line[] lines = saga.query("ledger", Ledger.Line[].class);
    return Arrays.stream(lines).filter(line -> line.step().equals(step)).findFirst().orElseThrow();
  }

  private void awaitCancelRequested(WorkflowStub saga) {
    await().until(() -> has(saga, EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED));
  }

  private boolean has(WorkflowStub saga, EventType type) {
    return temporal
        .getWorkflowClient()
        .fetchHistory(Objects.requireNonNull(saga.getExecution()).getWorkflowId())
        .getEvents()
        .stream()
        .anyMatch(event -> event.getEventType() == type);
  }
}
