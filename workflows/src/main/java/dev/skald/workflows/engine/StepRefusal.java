package dev.skald.workflows.engine;

import dev.skald.domain.Refusal;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The details of the failure by which an activity reports a refusal that stands in the log.
 *
 * @param beside where a step that was not on them goes on, if its command went with ways that were
 *     given up
 */
public record StepRefusal(
    String commandId, String code, String message, int attempt, @Nullable Beside beside) {

  /** The code of a step whose command was closed. */
  public static final String UNDONE = "step-undone";

  /**
   * The command of a step went with ways that were given up.
   *
   * @param ways their savepoints
   * @param round in which a step goes on that was on none of them
   */
  public record Beside(List<String> ways, int round) {
    public Beside {
      ways = List.copyOf(ways);
    }
  }

  /** Final, and nothing to alert anyone about. */
  public static ApplicationFailure failure(String commandId, Refusal refusal, int attempt) {
    return failure(commandId, refusal, attempt, null);
  }

  /** The same, of a step whose command was closed. */
  public static ApplicationFailure failure(
      String commandId, Refusal refusal, int attempt, @Nullable Beside beside) {
    return failure(new StepRefusal(commandId, refusal.code(), refusal.message(), attempt, beside));
  }

  private static ApplicationFailure failure(StepRefusal refusal) {
    return ApplicationFailure.newBuilder()
        .setType(refusal.code())
        .setMessage(refusal.message())
        .setNonRetryable(true)
        .setCategory(ApplicationErrorCategory.BENIGN)
        .setDetails(refusal)
        .build();
  }
}
