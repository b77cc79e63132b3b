package dev.skald.workflows.engine;

/** Ends the story at a step: it was refused, its attempts ran out, or the saga was called off. */
final class StepFailed extends RuntimeException {

  private final transient SagaFailure failure;
  private final boolean calledOff;

  StepFailed(SagaFailure failure, boolean calledOff) {
    super("%s: %s (%s)".formatted(failure.step(), failure.message(), failure.code()));
    this.failure = failure;
    this.calledOff = calledOff;
  }

  SagaFailure failure() {
    return failure;
  }

  /** Whether the saga as a whole is to end, so that no other way is gone. */
  boolean calledOff() {
    return calledOff;
  }
}
