package dev.skald.activities;

import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import org.jspecify.annotations.Nullable;

/**
 * The run that a saga had last, as far as Temporal knows.
 *
 * @param runId null where Temporal knows of none: it forgets runs, and may lose them
 * @param tries how often workers have tried what they are to do for it next; 0 where it is nothing
 */
public record LastRun(@Nullable String runId, WorkflowExecutionStatus status, int tries) {

  /** A worker that dies, or is replaced, may cost one try or two. */
  private static final int MANY = 3;

  static final LastRun LOST =
      new LastRun(null, WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_UNSPECIFIED, 0);

  /** Whether it does nothing more: all that is not known to be over may yet go on. */
  public boolean isOver() {
    return switch (status) {
      case WORKFLOW_EXECUTION_STATUS_COMPLETED,
          WORKFLOW_EXECUTION_STATUS_FAILED,
          WORKFLOW_EXECUTION_STATUS_CANCELED,
          WORKFLOW_EXECUTION_STATUS_TERMINATED,
          WORKFLOW_EXECUTION_STATUS_TIMED_OUT ->
          true;
      case WORKFLOW_EXECUTION_STATUS_RUNNING,
          WORKFLOW_EXECUTION_STATUS_PAUSED,
          WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW,
          UNRECOGNIZED ->
          false;
      case WORKFLOW_EXECUTION_STATUS_UNSPECIFIED -> isLost();
    };
  }

  public boolean isLost() {
    return runId == null;
  }

  /** Whether workers try again and again to go on with it. */
  public boolean isStuck() {
    return !isOver() && tries >= MANY;
  }

  boolean isCompleted() {
    return status == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED;
  }

  /** What became of it, in a word. */
  public String finding() {
    return isLost() ? "LOST" : status.name().replace("WORKFLOW_EXECUTION_STATUS_", "");
  }
}
