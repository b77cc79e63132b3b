package dev.skald.workflows.engine;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.failure.TimeoutFailure;
import java.util.Optional;

/** Tells what the failure of an activity means for a saga. */
final class Failures {

  static final String CANCELLED = "cancelled";
  static final String TIMED_OUT = "timed-out";

  private Failures() {}

  /** The refusal that the step recorded, if that is why it failed. */
  static Optional<StepRefusal> refusal(TemporalFailure failure, StepCall call) {
    if (!(failure.getCause() instanceof ApplicationFailure cause)
        || !cause.isNonRetryable()
        || cause.getDetails().getSize() == 0) {
      return Optional.empty();
    }
    StepRefusal refusal = cause.getDetails().get(StepRefusal.class);
    Answers.checkSame(call.commandId(), refusal.commandId());
    return Optional.of(refusal);
  }

  /**
   * A step that is tried without end can only fail by a refusal. Anything else is a mistake of
   * ours, and blocks the run where it is until it is mended.
   */
  static StepRefusal demandRefusal(TemporalFailure failure, StepCall call) {
    return refusal(failure, call)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "%s failed for good without having been refused".formatted(call.commandId()),
                    failure));
  }

  static SagaFailure describe(String step, TemporalFailure failure) {
    Throwable cause = failure.getCause() instanceof TemporalFailure inner ? inner : failure;
    return switch (cause) {
      case CanceledFailure _ -> new SagaFailure(step, CANCELLED, "the saga was called off");
      case TimeoutFailure timeout ->
          new SagaFailure(step, TIMED_OUT, "took too long: " + timeout.getTimeoutType());
      case ApplicationFailure application ->
          new SagaFailure(step, application.getType(), application.getOriginalMessage());
      default -> new SagaFailure(step, "failed", String.valueOf(cause.getMessage()));
    };
  }
}
