package dev.skald.workflows.engine;

import io.temporal.common.converter.DataConverterException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.failure.TimeoutFailure;
import java.util.Objects;
import java.util.Optional;

/** Tells what the failure of an activity means for a saga. */
final class Failures {

  static final String CALLED_OFF = "called-off";
  static final String DEADLINE = "deadline-passed";

  private Failures() {}

  /** The refusal that the step recorded, if that is why it failed. */
  static Optional<StepRefusal> refusal(TemporalFailure failure, String commandId) {
    if (!(failure.getCause() instanceof ApplicationFailure cause)
        || !cause.isNonRetryable()
        || cause.getDetails().getSize() == 0) {
      return Optional.empty();
    }
    Optional<StepRefusal> refusal = recorded(cause);
    refusal.ifPresent(ours -> Answers.checkSame(commandId, ours.commandId()));
    return refusal;
  }

  /** A step may fail finally with details of its own, which say nothing about the log. */
  private static Optional<StepRefusal> recorded(ApplicationFailure failure) {
    try {
      return Optional.ofNullable(failure.getDetails().get(StepRefusal.class))
          .filter(refusal -> Objects.equals(failure.getType(), refusal.code()));
    } catch (DataConverterException notOurs) {
      return Optional.empty();
    }
  }

  static boolean isCancel(TemporalFailure failure) {
    return failure instanceof CanceledFailure || failure.getCause() instanceof CanceledFailure;
  }

  static SagaFailure describe(String step, TemporalFailure failure) {
    Throwable cause = failure.getCause() instanceof TemporalFailure inner ? inner : failure;
    return switch (cause) {
      case CanceledFailure _ -> new SagaFailure(step, CALLED_OFF, "the saga was called off");
      case TimeoutFailure timeout ->
          new SagaFailure(
              step,
              SagaFailure.TIMED_OUT,
              "no answer in time (%s)".formatted(timeout.getTimeoutType()));
      case ApplicationFailure application ->
          new SagaFailure(
              step,
              application.getType(),
              Objects.requireNonNullElse(application.getOriginalMessage(), ""));
      default -> new SagaFailure(step, "failed", String.valueOf(cause.getMessage()));
    };
  }
}
