package dev.skald.workflows.engine;

import dev.skald.domain.Origin;
import dev.skald.workflows.engine.SagaJournal.OpenStep;
import dev.skald.workflows.engine.SagaJournal.SettledUndo;
import dev.skald.workflows.engine.SagaJournal.Standing;
import dev.skald.workflows.engine.SagaJournal.Standing.Instead;
import dev.skald.workflows.engine.SagaJournal.StandingStep;
import dev.skald.workflows.engine.SagaJournal.Turn;
import dev.skald.workflows.engine.Undos.Due;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a saga back, all of it or to a savepoint: what has to be undone then, the log decides. */
final class WayBack {

  /** Runs that had gone on before with what a lost task had taken away went on with it. */
  private static final String TAKEN_AWAY = "skald:taken-away-beside";

  /** Runs that had undone what was still under way beside a way did so before. */
  private static final String ENDED_BEFORE_ITS_UNDO = "skald:ended-before-its-undo";

  /** Runs whose pivot had been refused before, though it had begun, went another way forwards. */
  private static final String REFUSED_AFTER_ALL = "skald:pivot-refused-after-all";

  private final RunState run;

  /** What went with a way while it was under way beside it. */
  private final List<OpenStep> takenAlong = new ArrayList<>();

  /** How many ways are being given up at this moment. */
  private int turning;

  WayBack(RunState run) {
    this.run = run;
  }

  /** Turns all of the saga back. */
  Turned ofAll(SagaFailure why, @Nullable Origin origin) {
    Standing standing =
        run.journal.turn(Turn.ofAll(why, pivots(), run.rounds.all(), origin, slow()));
    if (standing.pastPivot()) {
      throw Forgotten.pivot();
    }
    return Turned.of(standing, why, due(run.undos.all(), standing, standing.steps()), List.of());
  }

  /**
   * Turns back what was done since a savepoint. What has no part in it, in other branches, goes on;
   * a step that one of them takes from now on has a new command, since the old one is closed; so
   * has one that went with the way, and is being asked for at this moment.
   */
  Turned to(Path savepoint, SagaFailure why) {
    List<OpenStep> open = new ArrayList<>(run.rounds.openTo(savepoint));
    Standing standing =
        turned(
            new Turn(savepoint.name(), why, pivots(), open, null, slow(), savepoint.outerWays()));
    checkTurned(standing, savepoint, why);
    List<OpenStep> beside =
        open.stream()
            .filter(step -> !run.rounds.isTaken(step.step()) && standing.wasTakenBeside(step))
            .toList();
    open.removeAll(beside);
    open.stream()
        .filter(step -> !run.rounds.isTaken(step.step()))
        .forEach(
            step ->
                run.rounds.set(
                    step.step(), standing.next(run.rounds.of(step.step()), step.round() + 1)));
    awaitAnswers(savepoint, standing);
    checkNothingTakenAway(savepoint, standing);
    List<StandingStep> concerned =
        standing.steps().stream()
            .filter(
                step ->
                    open.contains(step.open())
                        || (standing.tookAlong(step.open())
                            && !run.ledger.isCompleted(step.step(), step.round())))
            .toList();
    return Turned.of(standing, why, due(run.undos.within(savepoint), standing, concerned), beside);
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

  /**
   * Of what went with the way, something may be under way beside it: it may have been done, or be
   * calling somebody else, who must not be told of its undo before.
   */
  private void awaitAnswers(Path savepoint, Standing standing) {
    List<OpenStep> underWay =
        run.rounds.beside(savepoint).stream()
            .filter(standing::tookAlong)
            .filter(step -> run.ledger.isRunning(step.step(), step.round()))
            .toList();
    if (!underWay.isEmpty()
        && Workflow.getVersion(ENDED_BEFORE_ITS_UNDO, Workflow.DEFAULT_VERSION, 1) == 1) {
      if (run.isOverOnceForgotten()) {
        takenAlong.addAll(underWay);
      }
      Workflow.await(
          () ->
              underWay.stream().noneMatch(step -> run.ledger.isRunning(step.step(), step.round())));
    }
  }

  /** Nobody goes on with the answer of what is being undone. */
  void checkCounts(StepCall done) {
    OpenStep step = new OpenStep(done.step(), done.round());
    if (takenAlong.contains(step)) {
      throw run.over(Forgotten.lossOf(step));
    }
  }

  /**
   * A task that was lost may give a way up late, and take along what has been done meanwhile in a
   * branch that it had not come to. The branch can only do it anew.
   */
  private void checkNothingTakenAway(Path savepoint, Standing standing) {
    for (OpenStep beside : run.rounds.beside(savepoint)) {
      if (run.ledger.isCompleted(beside.step(), beside.round())
          && standing.tookAlong(beside)
          && Workflow.getVersion(TAKEN_AWAY, Workflow.DEFAULT_VERSION, 1) == 1) {
        throw run.over(Forgotten.lossOf(beside));
      }
    }
  }

  private Standing turned(Turn turn) {
    turning++;
    try {
      return run.journal.turn(turn);
    } finally {
      turning--;
    }
  }

  /** Under which command a step of another branch is taken meanwhile, only the log can say. */
  void awaitTurn() {
    if (turning > 0) {
      Workflow.newDetachedCancellationScope(() -> Workflow.await(() -> turning == 0)).run();
    }
  }

  private List<Due> due(List<Due> remembered, Standing standing, List<StandingStep> concerned) {
    run.gaveUp |= standing.settledUndos().stream().anyMatch(SettledUndo::givenUp);
    return new DueUndos(run, standing, concerned).of(remembered);
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
