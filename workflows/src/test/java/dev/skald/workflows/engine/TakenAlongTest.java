package dev.skald.workflows.engine;

import static dev.skald.workflows.engine.Rehearsal.BACKOFF;
import static dev.skald.workflows.engine.Rehearsal.ONE;
import static dev.skald.workflows.engine.Rehearsal.PIVOT;
import static dev.skald.workflows.engine.Rehearsal.THREE;
import static dev.skald.workflows.engine.Rehearsal.type;
import static dev.skald.workflows.engine.SagaStatus.COMPENSATED;
import static dev.skald.workflows.engine.SagaStatus.COMPLETED;
import static dev.skald.workflows.engine.Stage.awaitUndoWaiting;
import static dev.skald.workflows.engine.Stage.awaitWaiting;
import static dev.skald.workflows.engine.Stage.outcome;
import static dev.skald.workflows.engine.Stage.resolve;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.workflows.engine.Rehearsal.Cue;
import dev.skald.workflows.engine.Rehearsal.Hold;
import dev.skald.workflows.engine.Rehearsal.Line;
import dev.skald.workflows.engine.Rehearsal.Parts;
import dev.skald.workflows.engine.Rehearsal.Told;
import dev.skald.workflows.engine.SagaJournal.Standing;
import dev.skald.workflows.engine.SagaJournal.StandingStep;
import dev.skald.workflows.engine.SagaRun.Branch;
import dev.skald.workflows.engine.SagaRun.Join;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A task that was lost gave a way up, and took along what is beside it by now. */
class TakenAlongTest extends Tellings {

  private static final Step<Parts, Line, Line> QUICK =
      Step.reversible(
          "quick",
          Parts.class,
          Parts::play,
          Parts::takeBack,
          Limits.quick(ofSeconds(5)).usually(ofMillis(10)).tries(3, BACKOFF).thenCompensate());

  @Test
  void what_is_under_way_beside_a_way_is_undone_when_its_try_has_ended() {
    Told saga = beside(ONE);
    Hold held = cast().hold("one");
    cast().cue("one", Cue.GONE_WITH_WAY);
    cast().cue("three", Cue.REFUSE);
    cast().sinceSavepoint = tookAlong("one");
    WorkflowStub run = stage().begin(saga);
    held.awaitReached();
    await().until(() -> stage().count(run, EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED) >= 2);

    assertThat(stage().count(run, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)).isEqualTo(2);
    held.letGo();

    assertThat(outcome(run).status()).isEqualTo(COMPLETED);
    assertThat(cast().done).contains("undo one").endsWith("pivot");
    assertThat(cast().commands).anyMatch(command -> command.endsWith("/one/2"));
  }

  @Test
  void what_people_did_by_hand_counts_under_the_next_command() {
    Told saga = beside(ASKING);
    WorkflowStub run = settledByHand(saga);

    assertThat(outcome(run).status()).isEqualTo(COMPLETED);
    assertThat(cast().commands).anyMatch(command -> command.endsWith("/asking/2"));
    assertThat(cast().done).containsExactly("pivot");
  }

  @Test
  void what_people_did_by_hand_under_the_next_command_is_undone_by_hand() {
    Told saga = beside(ASKING);
    cast().cue("pivot", Cue.REFUSE);
    WorkflowStub run = settledByHand(saga);
    awaitUndoWaiting(run, "asking");

    resolve(run, "asking", 2);

    assertThat(outcome(run).status()).isEqualTo(COMPENSATED);
    assertThat(cast().done).isEmpty();
  }

  private WorkflowStub settledByHand(Told saga) {
    cast().cue("asking", Cue.FAIL, Cue.FAIL);
    cast().cue("three", Cue.REFUSE);
    cast().cue("settle asking", Cue.GONE_WITH_WAY);
    cast().sinceSavepoint =
        new Standing(false, List.of(), null, null, false, Map.of("asking", 1), false, null);
    WorkflowStub run = stage().begin(saga);
    awaitWaiting(run, "asking");
    await().until(() -> cast().journal.contains("back at way"));

    resolve(run, "asking", 1, Map.of("text", "by hand"));
    return run;
  }

  /** Nobody answers under a command that is closed: the log contradicts itself. */
  @Test
  void a_run_stops_that_loses_the_same_step_twice() {
    Told saga = beside(QUICK);
    Hold way = cast().hold("three");
    cast().cue("three", Cue.REFUSE, Cue.REFUSE);
    cast().sinceSavepoint = tookAlong("quick");
    WorkflowStub run = stage().begin(saga);
    await().until(() -> Stage.status(run, "quick") == Ledger.StepStatus.COMPLETED);
    way.letGo();

    await().until(() -> stage().has(run, EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED));
  }

  private Told beside(Step<Parts, Line, Line> step) {
    return tell(
        type("telling", step, THREE, PIVOT),
        (run, _) -> {
          Branch<Line> beside = run.branch(() -> run.step(step, GO));
          run.attempt("way", () -> run.step(THREE, GO), _ -> GO);
          run.join(Join.WAIT_FOR_ALL, beside);
          run.step(PIVOT, GO);
        });
  }

  private static Standing tookAlong(String step) {
    return new Standing(
        false,
        List.of(new StandingStep(step, 1, Map.of("text", "go"), false)),
        null,
        null,
        false,
        Map.of(step, 1),
        false,
        null);
  }
}
