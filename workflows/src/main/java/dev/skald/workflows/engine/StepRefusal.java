package dev.skald.workflows.engine;

import dev.skald.domain.Refusal;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;

/** The details of the failure by which an activity reports a refusal that stands in the log. */
public record StepRefusal(String commandId, String code, String message, int attempt) {

  /** The code of a step whose command was closed. */
  public static final String UNDONE = "step-undone";

  /** Where in our code a refusal came from says nothing about it, and would lie in each history. */
  private static final StackTraceElement[] NOWHERE = {};

  /** Final, and nothing to alert anyone about. */
  public static ApplicationFailure failure(String commandId, Refusal refusal, int attempt) {
    return failure(new StepRefusal(commandId, refusal.code(), refusal.message(), attempt));
  }

  private static ApplicationFailure failure(StepRefusal refusal) {
    ApplicationFailure failure =
        ApplicationFailure.newBuilder()
            .setType(refusal.code())
            .setMessage(refusal.message())
            .setNonRetryable(true)
            .setCategory(ApplicationErrorCategory.BENIGN)
            .setDetails(refusal)
            .build();
    failure.setStackTrace(NOWHERE);
    return failure;
  }
}
