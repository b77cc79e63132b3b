package dev.skald.activities;

import dev.skald.workflows.engine.StepCall;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInfo;

/** Which try of a step is under way on this thread. */
public final class StepTry {

  private StepTry() {}

  /** 1 for the first; the quick try inside the workflow task counts. */
  public static int attempt(StepCall call) {
    return attempt(call, info());
  }

  /** The same for those who stand beside the thread's activity, not in it. */
  static int attempt(StepCall call, ActivityInfo info) {
    return call.triesBefore() + info.getAttempt();
  }

  /**
   * Names a try for ever. After an operator's retry, and in a run that repairs another one,
   * Temporal counts from 1 again; within a run it names each scheduling of a step differently, and
   * the same again when a lost workflow task is repeated.
   */
  static String id(StepCall call, ActivityInfo info) {
    return "%s-%s-%d".formatted(info.getWorkflowRunId(), info.getActivityId(), attempt(call, info));
  }

  /**
   * Whether this is the quick try inside the workflow task. Work that turns out to be slow does not
   * belong there: it fails for now, and goes on where everybody sees it.
   */
  public static boolean isQuick() {
    return info().isLocal();
  }

  private static ActivityInfo info() {
    return Activity.getExecutionContext().getInfo();
  }
}
