package dev.skald.workflows.engine;

import dev.skald.domain.Origin;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/**
 * Why a saga is called off, if it is: by an operator, by Temporal's own cancel, by its deadline.
 */
final class CallingOff {

  /** Runs that had been called off before went another way as far as its first step. */
  private static final String NO_OTHER_WAY = "skald:no-other-way-once-called-off";

  private final RunState run;
  private @Nullable Order order;

  CallingOff(RunState run) {
    this.run = run;
  }

  /** The same for another telling of the story. */
  CallingOff of(RunState next) {
    CallingOff same = new CallingOff(next);
    same.order = order;
    return same;
  }

  private record Order(String code, String reason, @Nullable Origin origin) {}

  void byOperator(String reason, Origin origin) {
    order = new Order(Failures.CALLED_OFF, reason, origin);
  }

  void byDeadline() {
    if (order == null) {
      order =
          new Order(Failures.DEADLINE, "not done by its deadline, " + run.deadline.time(), null);
    }
  }

  /** Who called it off, if somebody did. */
  @Nullable Origin origin() {
    return order == null ? null : order.origin();
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
    return order != null || CancellationScope.current().isCancelRequested();
  }

  StepFailed failure(String step) {
    Order known = order;
    if (known != null) {
      return new StepFailed(new SagaFailure(step, known.code(), known.reason()), true);
    }
    String reason = CancellationScope.current().getCancellationReason();
    return new StepFailed(
        new SagaFailure(
            step, Failures.CALLED_OFF, reason == null ? "the saga was called off" : reason),
        true);
  }
}
