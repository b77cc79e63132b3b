package dev.skald.workflows.engine;

import dev.skald.domain.Refusal;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;

/** The details of the failure by which an activity reports a refusal that stands in the log. */
public record StepRefusal(String commandId, String code, String message, int attempt) {

  /** Final, and nothing to alert anyone about. */
  public static ApplicationFailure failure(String commandId, Refusal refusal, int attempt) {
    return ApplicationFailure.newBuilder()
        .setType(refusal.code())
        .setMessage(refusal.message())
        .setNonRetryable(true)
        .setCategory(ApplicationErrorCategory.BENIGN)
        .setDetails(new StepRefusal(commandId, refusal.code(), refusal.message(), attempt))
        .build();
  }
}
