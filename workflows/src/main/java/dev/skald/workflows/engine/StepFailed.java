package dev.skald.workflows.engine;

/** Ends the story at a step: it was refused, its attempts ran out, or the saga was cancelled. */
final class StepFailed extends RuntimeException {

  private final transient SagaFailure failure;

  StepFailed(SagaFailure failure, Throwable cause) {
    super("%s: %s (%s)".formatted(failure.step(), failure.message(), failure.code()), cause);
    this.failure = failure;
  }

  SagaFailure failure() {
    return failure;
  }
}
