package dev.skald.workflows.engine;

import static dev.skald.workflows.engine.Rehearsal.ONE;
import static dev.skald.workflows.engine.Rehearsal.PIVOT;
import static dev.skald.workflows.engine.Rehearsal.TWO;
import static dev.skald.workflows.engine.Rehearsal.type;
import static dev.skald.workflows.engine.SagaStatus.COMPENSATED;
import static dev.skald.workflows.engine.SagaStatus.COMPLETED;
import static dev.skald.workflows.engine.Stage.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.workflows.engine.Rehearsal.Cue;
import dev.skald.workflows.engine.Rehearsal.Hold;
import dev.skald.workflows.engine.Rehearsal.Told;
import dev.skald.workflows.engine.SagaJournal.Standing;
import dev.skald.workflows.engine.SagaJournal.StandingStep;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A lost run had begun the pivot of a way, so that the next one could not turn back; then the pivot
 * is refused: from there on the saga is what it would have been without it.
 */
class PivotRefusedAfterAllTest extends Tellings {

  private Told saga;
  private Hold pivot;

  @BeforeEach
  void pivotHasBegun() {
    saga =
        tell(
            type("telling", ONE, TWO, PIVOT),
            (run, _) -> {
              run.step(ONE, GO);
              run.attempt("way", () -> run.step(PIVOT, GO), _ -> run.step(TWO, GO));
            });
    cast().standing = new Standing(true, List.of());
    cast().sinceSavepoint = new Standing(false, List.of());
    cast().cue("pivot", Cue.REFUSE, Cue.UNDONE);
    pivot = cast().hold("pivot");
  }

  @Test
  void one_that_was_begun_anew_to_be_undone_is_undone() {
    WorkflowStub run =
        stage().begin(saga, new SagaStart.Repair(SagaStart.Repair.Kind.UNDO, "was terminated"));

    pivotIsRefused();

    assertThat(outcome(run))
        .isEqualTo(
            new SagaOutcome(COMPENSATED, new SagaFailure("one", "recovered", "was terminated"), 8));
    assertThat(cast().done).containsExactly("one", "undo one");
  }

  @Test
  void one_that_was_called_off_is_undone() {
    Hold one = cast().hold("one");
    WorkflowStub run = stage().begin(saga);
    one.awaitReached();
    Stage.compensate(run);
    one.letGo();

    pivotIsRefused();

    assertThat(outcome(run).failure())
        .isEqualTo(new SagaFailure("one", "called-off", "the customer called"));
    assertThat(cast().done).containsExactly("one", "one", "undo one");
  }

  @Test
  void the_other_way_is_gone_like_any_other() {
    cast().cue("one", Cue.FAIL, Cue.FAIL, Cue.FAIL);
    WorkflowStub run = stage().begin(saga);

    pivotIsRefused();

    assertThat(outcome(run).status()).isEqualTo(COMPLETED);
    assertThat(cast().done).containsExactly("one", "one", "two");
  }

  @Test
  void a_refusal_on_the_other_way_leads_back() {
    cast().cue("one", Cue.FAIL, Cue.FAIL, Cue.FAIL);
    cast().cue("two", Cue.REFUSE);
    WorkflowStub run = stage().begin(saga);

    pivotIsRefused();

    assertThat(outcome(run).status()).isEqualTo(COMPENSATED);
    assertThat(cast().done).containsExactly("one", "one", "undo one");
  }

  private void pivotIsRefused() {
    pivot.awaitReached();
    cast().standing =
        new Standing(false, List.of(new StandingStep("one", 1, Map.of("text", "go"), false)));
    pivot.letGo();
  }
}
