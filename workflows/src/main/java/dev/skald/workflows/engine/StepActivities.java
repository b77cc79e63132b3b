package dev.skald.workflows.engine;

import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** How steps, undos and the journal are called: as activities, each with its own limits. */
final class StepActivities {

  private static final Backoff UNDO_BACKOFF =
      Backoff.exponential(Duration.ofMillis(200), Duration.ofSeconds(30));
  private static final Duration JOURNAL_LIMIT = Duration.ofSeconds(10);

  private StepActivities() {}

  static <S> S toDo(Step<S, ?, ?> step) {
    Step.Limits limits = step.limits();
    return Workflow.newActivityStub(
        step.contract(),
        options(step.name(), limits.timeLimit(), limits.attempts(), limits.backoff()));
  }

  /** An undo is tried until it is done or refused: giving up on it is for people. */
  static <S> S toUndo(Step<S, ?, ?> step) {
    return Workflow.newActivityStub(
        step.contract(),
        options("undo " + step.name(), step.limits().timeLimit(), 0, UNDO_BACKOFF));
  }

  static SagaJournal journal(String summary) {
    return Workflow.newActivityStub(
        SagaJournal.class, options(summary, JOURNAL_LIMIT, 0, UNDO_BACKOFF));
  }

  private static ActivityOptions options(
      String summary, Duration timeLimit, int attempts, Backoff backoff) {
    return ActivityOptions.newBuilder()
        .setSummary(summary)
        .setStartToCloseTimeout(timeLimit)
        // A step that is cancelled ends before its undo starts.
        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
        .setRetryOptions(
            RetryOptions.newBuilder()
                .setInitialInterval(backoff.first())
                .setBackoffCoefficient(backoff.factor())
                .setMaximumInterval(backoff.longest())
                .setMaximumAttempts(attempts)
                .build())
        .build();
  }
}
