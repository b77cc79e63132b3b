package dev.skald.workflows.engine;

import dev.skald.domain.Origin;
import dev.skald.workflows.engine.SagaJournal.SettledUndo;
import dev.skald.workflows.engine.SagaJournal.Standing;
import dev.skald.workflows.engine.SagaJournal.Standing.Instead;
import dev.skald.workflows.engine.SagaJournal.Turn;
import dev.skald.workflows.engine.Undos.Due;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns a saga back, all of it or to a savepoint: what has to be undone then, the log decides. */
final class WayBack {

  /** Runs whose pivot had been refused before, though it had begun, went another way forwards. */
  private static final String REFUSED_AFTER_ALL = "skald:pivot-refused-after-all";

  private final RunState run;

  WayBack(RunState run) {
    this.run = run;
  }

  /** Turns all of the saga back. */
  Turned ofAll(SagaFailure why, @Nullable Origin origin) {
    Standing standing = run.journal.turn(Turn.ofAll(why, pivots(), run.commands(), origin, slow()));
    if (standing.pastPivot()) {
      throw Forgotten.pivot();
    }
    return turned(standing, why, run.undos.all());
  }

  /** Turns back what was done on a way. What is done beside it has no part in that. */
  Turned to(Path savepoint, SagaFailure why) {
    Standing standing =
        run.journal.turn(Turn.of(savepoint.name(), why, pivots(), savepoint.outerWays()));
    checkTurned(standing, savepoint, why);
    return turned(standing, why, run.undos.within(savepoint));
  }

  /** A turn that stands in the log has its reason there. */
  private Turned turned(Standing standing, SagaFailure why, List<Due> remembered) {
    run.gaveUp |= standing.settledUndos().stream().anyMatch(SettledUndo::givenUp);
    return new Turned(
        Objects.requireNonNullElse(standing.why(), why),
        new DueUndos(run, standing).of(remembered),
        standing.waysWithin());
  }

  /** What stands in the log may keep a way from being given up by itself. */
  private void checkTurned(Standing standing, Path savepoint, SagaFailure why) {
    if (standing.pastPivot()) {
      throw Forgotten.pivot();
    }
    // A saga goes another way by itself only where nobody wants it undone.
    if (run.forwardOnly
        && !run.pivotBegun
        && standing.why() == null
        && Workflow.getVersion(REFUSED_AFTER_ALL, Workflow.DEFAULT_VERSION, 1) == 1) {
      throw Forgotten.refusalOf(why.step());
    }
    if (standing.leadsNowhere()) {
      throw new StepFailed(why, true);
    }
    if (standing.instead() == Instead.OUTER_WAY_GIVEN_UP) {
      throw new StepFailed(why, false);
    }
    if (standing.instead() == Instead.GONE_TO_ITS_END) {
      // Told again it has failed as well: then all is undone.
      throw run.wasGone(savepoint) ? new StepFailed(why, true) : Forgotten.endOf(savepoint.name());
    }
  }

  private List<String> pivots() {
    return run.steps.entrySet().stream()
        .filter(step -> step.getValue().kind() == StepKind.PIVOT)
        .map(Map.Entry::getKey)
        .toList();
  }

  private List<String> slow() {
    return run.steps.entrySet().stream()
        .filter(step -> step.getValue() instanceof Step && step.getValue().limits().isSlow())
        .map(Map.Entry::getKey)
        .toList();
  }
}
