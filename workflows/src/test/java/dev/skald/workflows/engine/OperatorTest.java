package dev.skald.workflows.engine;

import static dev.skald.workflows.engine.Rehearsal.ONE;
import static dev.skald.workflows.engine.Rehearsal.PIVOT;
import static dev.skald.workflows.engine.Rehearsal.THREE;
import static dev.skald.workflows.engine.Rehearsal.TWO;
import static dev.skald.workflows.engine.Rehearsal.type;
import static dev.skald.workflows.engine.SagaStatus.COMPENSATED;
import static dev.skald.workflows.engine.SagaStatus.COMPLETED;
import static dev.skald.workflows.engine.Stage.awaitUndoWaiting;
import static dev.skald.workflows.engine.Stage.awaitWaiting;
import static dev.skald.workflows.engine.Stage.compensate;
import static dev.skald.workflows.engine.Stage.line;
import static dev.skald.workflows.engine.Stage.outcome;
import static dev.skald.workflows.engine.Stage.resolve;
import static dev.skald.workflows.engine.Stage.retry;
import static dev.skald.workflows.engine.Stage.skip;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.skald.workflows.engine.Rehearsal.Cue;
import dev.skald.workflows.engine.Rehearsal.Hold;
import dev.skald.workflows.engine.Rehearsal.Line;
import dev.skald.workflows.engine.Rehearsal.Parts;
import dev.skald.workflows.engine.Rehearsal.Told;
import io.temporal.client.WorkflowStub;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Stories that wait for people to decide. */
class OperatorTest extends Tellings {

  @Test
  void a_step_whose_tries_run_out_may_wait_for_an_operator_to_retry_it() {
    WorkflowStub run = asking();

    retry(run, "asking", 1);

    assertThat(outcome(run).status()).isEqualTo(COMPLETED);
    assertThat(cast().done).containsExactly("one", "asking", "pivot");
  }

  @Test
  void all_tries_count_once_they_have_run_out() {
    WorkflowStub run = asking();

    assertThat(line(run, "asking").attempts()).isEqualTo(2);
    assertThat(cast().failed).extracting(StepCall::triesBefore).containsExactly(2);

    resolve(run, "asking", 1, Map.of("text", "by hand"));
    assertThat(outcome(run).status()).isEqualTo(COMPLETED);
    assertThat(line(run, "asking").attempts()).isEqualTo(2);
  }

  @Test
  void a_step_that_an_operator_skips_leads_back() {
    WorkflowStub run = asking();

    skip(run, "asking", 1);

    assertThat(outcome(run).status()).isEqualTo(COMPENSATED);
    assertThat(cast().done).containsExactly("one", "undo asking", "undo one");
  }

  @Test
  void a_step_that_an_operator_did_by_hand_is_undone_by_hand() {
    WorkflowStub run = asking();
    cast().cue("pivot", Cue.REFUSE);

    assertThatThrownBy(() -> resolve(run, "asking", 1))
        .hasStackTraceContaining("only be resolved with its answer");
    resolve(run, "asking", 1, Map.of("text", "by hand"));
    awaitUndoWaiting(run, "asking");
    assertThatThrownBy(() -> retry(run, "asking", 2)).hasStackTraceContaining("undo it by hand");
    resolve(run, "asking", 2);

    assertThat(outcome(run).status()).isEqualTo(COMPENSATED);
    assertThat(cast().done).containsExactly("one", "undo one");
  }

  /** The other one may be tried for as long as its participant is away. */
  @Test
  void what_is_decided_about_an_undo_is_done_while_another_one_is_under_way() {
    Told saga = inOrder(List.of(ONE, TWO, THREE));
    cast().cue("three", Cue.REFUSE);
    cast().cue("undo two", Cue.REFUSE);
    Hold other = cast().hold("undo one");
    WorkflowStub run = stage().begin(saga);
    other.awaitReached();

    retry(run, "two", 1);
    await().until(() -> cast().done.contains("undo two"));
    other.letGo();

    assertThat(outcome(run).status()).isEqualTo(COMPENSATED);
    assertThat(cast().done).containsExactly("one", "two", "undo two", "undo one");
  }

  @Test
  void of_a_pivot_people_are_asked_only_if_a_try_fails_for_good_and_is_no_refusal() {
    Told saga = inOrder(List.of(ONE, PIVOT));
    cast().cue("pivot", Cue.FAIL, Cue.HANG, Cue.FAIL, Cue.BREAK);
    WorkflowStub run = stage().begin(saga);
    awaitWaiting(run, "pivot");

    assertThatThrownBy(() -> skip(run, "pivot", 1)).hasStackTraceContaining("cannot be skipped");
    retry(run, "pivot", 1);

    assertThat(outcome(run).status()).isEqualTo(COMPLETED);
    assertThat(cast().journal)
        .containsExactly("started", "asked pivot 1", "retried pivot", "completed");
  }

  @Test
  void what_has_happened_after_all_when_people_settle_it_is_undone_by_its_own_undo() {
    Told saga = inOrder(List.of(ASKING, TWO));
    cast().cue("asking", Cue.FAIL, Cue.FAIL);
    cast().cue("two", Cue.REFUSE);
    cast().late.add("asking");
    WorkflowStub run = stage().begin(saga);
    awaitWaiting(run, "asking");

    resolve(run, "asking", 1, Map.of("text", "by hand"));

    assertThat(outcome(run).status()).isEqualTo(COMPENSATED);
    assertThat(cast().done).containsExactly("undo asking");
  }

  @Test
  void a_decision_about_an_earlier_question_settles_nothing() {
    WorkflowStub run = asking();
    cast().cue("asking", Cue.FAIL, Cue.FAIL);
    retry(run, "asking", 1);
    await().until(() -> cast().journal.contains("asked asking 2"));
    awaitWaiting(run, "asking");

    assertThatThrownBy(() -> skip(run, "asking", 1)).hasStackTraceContaining("decided before");
    retry(run, "asking", 2);

    assertThat(outcome(run).status()).isEqualTo(COMPLETED);
  }

  @Test
  void a_saga_that_waits_for_an_operator_can_be_called_off() {
    WorkflowStub run = asking();

    compensate(run);

    assertThat(outcome(run).status()).isEqualTo(COMPENSATED);
    assertThat(cast().done).containsExactly("one", "undo asking", "undo one");
  }

  /** The run that asked was lost, and one that goes on for it asks about something else. */
  @Test
  void a_decision_settles_only_what_it_is_about() {
    WorkflowStub run = asking();
    String undo = run.describe().getExecution().getWorkflowId() + "/asking/1/undo";
    Decision late = new Decision(1, "because", null, Stage.ORIGIN, undo);

    assertThatThrownBy(() -> run.update("skip", Void.class, "asking", late))
        .rootCause()
        .hasMessageContaining("asking/1', not about '" + undo);

    skip(run, "asking", 1);
    assertThat(outcome(run).status()).isEqualTo(COMPENSATED);
  }

  private WorkflowStub asking() {
    Told saga = inOrder(List.of(ONE, ASKING, PIVOT));
    cast().cue("asking", Cue.FAIL, Cue.FAIL);
    WorkflowStub run = stage().begin(saga);
    awaitWaiting(run, "asking");
    return run;
  }

  @Test
  void what_was_decided_holds_where_the_saga_is_called_off_at_the_same_time() {
    Decision decision = new Decision(1, "because", null, Stage.ORIGIN);
    StepCall call = new StepCall("1", "telling", "asking", 1, 0, null, Stage.ORIGIN, null, null);
    Told saga =
        tell(
            type("telling", ONE, ASKING),
            (run, _) -> {
              Operator operator =
                  new Operator(new Conditions(new Ledger(Map.of("asking", ASKING))));
              int number = operator.askAboutStep(ASKING, call, false);
              AtomicReference<DecisionKind> decided = new AtomicReference<>();
              CancellationScope scope =
                  Workflow.newCancellationScope(() -> decided.set(operator.await(number).kind()));
              Promise<Void> outside =
                  Async.procedure(
                      () -> {
                        operator.decide(DecisionKind.RESOLVE, decision);
                        scope.cancel("the customer called");
                      });
              scope.run();
              outside.get();
              run.step(ONE, new Line(decided.get().name()));
            });

    assertThat(outcome(stage().begin(saga)).status()).isEqualTo(COMPLETED);
  }

  @Test
  void a_deadline_passes_while_an_operator_is_asked_at_the_very_first() {
    Step<Parts, Line, Line> care =
        Step.reversible(
            "care",
            Parts.class,
            Parts::play,
            Parts::takeBack,
            Limits.quick(ofSeconds(1)).usually(ofMillis(10)).once().thenAskOperator());
    Told saga = inOrder(List.of(care));
    cast().cue("care", Cue.FAIL);

    assertThat(outcome(stage().begin(saga)).failure())
        .extracting(SagaFailure::code)
        .isEqualTo("deadline-passed");
  }

  /** Its only try takes as long as the saga may. */
  @Test
  void nobody_is_asked_for_ever_where_the_deadline_passes_just_before() throws Exception {
    Step<Parts, Line, Line> care =
        Step.reversible(
            "care",
            Parts.class,
            Parts::play,
            Parts::takeBack,
            Limits.quick(ofSeconds(5)).usually(ofMillis(10)).once().thenAskOperator());
    Told saga =
        tell(
            SagaType.named("telling", Line.class)
                .purpose("A rehearsal.")
                .startedBy(GO, _ -> null)
                .deadline(ofSeconds(1))
                .ifLost(SagaType.IfLost.UNDO)
                .steps(care),
            (run, _) -> run.step(care, GO));
    Hold held = cast().hold("care");
    cast().cue("care", Cue.FAIL);
    WorkflowStub run = stage().begin(saga);
    held.awaitReached();
    await().pollDelay(ofMillis(1200)).until(() -> true);

    held.letGo();

    assertThat(run.getResult(20, TimeUnit.SECONDS, SagaOutcome.class).failure())
        .extracting(SagaFailure::code)
        .isEqualTo("deadline-passed");
  }
}
