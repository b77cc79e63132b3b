package dev.skald.workflows.engine;

import dev.skald.domain.Origin;
import dev.skald.workflows.engine.SagaControl.CalledOff;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/**
 * Why a saga is called off, if it is: by an operator, by Temporal's own cancel, by its deadline.
 */
final class CallingOff {

  /** Runs that had been called off before went another way as far as its first step. */
  private static final String NO_OTHER_WAY = "skald:no-other-way-once-called-off";

  /**
   * Runs that had been failing before somebody called them off turned back for what they failed of.
   */
  private static final String FOR_A_WISH = "skald:turned-for-a-wish";

  private final RunState run;
  private @Nullable CalledOff wish;
  private boolean late;

  CallingOff(RunState run) {
    this.run = run;
    SagaStart.Repair repair = run.start.repair();
    wish = repair == null ? null : repair.wish();
  }

  /** The same for another telling of the story. */
  CallingOff of(RunState next) {
    CallingOff same = new CallingOff(next);
    same.wish = wish;
    same.late = late;
    return same;
  }

  /** Answers whose wish counts: of several, that of the first. */
  CalledOff byOperator(String reason, Origin origin) {
    if (wish == null) {
      wish = new CalledOff(reason, origin);
    }
    return wish;
  }

  void byDeadline() {
    late = true;
  }

  /** Who called it off, if somebody did. */
  @Nullable Origin origin() {
    return wish == null ? null : wish.by();
  }

  /** Ends the story before a step if it is not to go on. */
  void check(String step) {
    if (isToEnd()) {
      throw failure(step);
    }
  }

  /** Ends the story instead of going another way because of a step, if it is not to go on. */
  void checkOtherWay(String step) {
    if (isToEnd() && Workflow.getVersion(NO_OTHER_WAY, Workflow.DEFAULT_VERSION, 1) == 1) {
      throw failure(step);
    }
  }

  /** Past the pivot, it always goes on. */
  private boolean isToEnd() {
    if (run.pivotBegun) {
      return false;
    }
    if (run.deadline.isPassed()) {
      byDeadline();
    }
    return wish != null || late || CancellationScope.current().isCancelRequested();
  }

  StepFailed failure(String step) {
    if (wish != null) {
      return new StepFailed(wished(step, wish), true);
    }
    if (late) {
      String reason = "not done by its deadline, " + run.deadline.time();
      return new StepFailed(new SagaFailure(step, Failures.DEADLINE, reason), true);
    }
    String reason = CancellationScope.current().getCancellationReason();
    return new StepFailed(
        new SagaFailure(
            step, Failures.CALLED_OFF, reason == null ? "the saga was called off" : reason),
        true);
  }

  /**
   * Why all is undone that failed so. Whoever called it off was told that it is undone for that,
   * also where it was failing already, and had not turned back yet.
   */
  SagaFailure why(SagaFailure failure) {
    if (wish == null) {
      return failure;
    }
    SagaFailure wished = wished(failure.step(), wish);
    return wished.equals(failure)
            || Workflow.getVersion(FOR_A_WISH, Workflow.DEFAULT_VERSION, 1)
                == Workflow.DEFAULT_VERSION
        ? failure
        : wished;
  }

  private static SagaFailure wished(String step, CalledOff wish) {
    return new SagaFailure(step, Failures.CALLED_OFF, wish.reason());
  }
}
