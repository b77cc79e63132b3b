package dev.skald.domain.sagas;

import dev.skald.domain.EventType;
import java.util.List;
import java.util.Map;

/**
 * What is recorded of a saga's run: the stream {@code saga-<sagaId>}. Branches append side by side,
 * so a fold goes by step and does not depend on the order between steps.
 */
public sealed interface SagaEvent {

  String CATEGORY = "saga";

  List<EventType> TYPES =
      List.of(
          EventType.of("SagaStarted", 1, SagaStarted.class),
          EventType.of("StepCompleted", 1, StepCompleted.class),
          EventType.of("StepRefused", 1, StepRefused.class),
          EventType.of("StepFailed", 1, StepFailed.class),
          EventType.of("UndoCompleted", 1, UndoCompleted.class),
          EventType.of("UndoFailed", 1, UndoFailed.class),
          EventType.of("UndoSettled", 1, UndoSettled.class),
          EventType.of("SagaCompleted", 1, SagaCompleted.class),
          EventType.of("SagaCompensated", 1, SagaCompensated.class),
          EventType.of("SagaCompensationFailed", 1, SagaCompensationFailed.class));

  /** The hash is that of the request as it was sent, so that a repeated one can be told apart. */
  record SagaStarted(String type, String businessKey, String requestHash, List<String> steps)
      implements SagaEvent {
    public SagaStarted {
      steps = List.copyOf(steps);
    }
  }

  /** The answer is given again, as it stands here, to whoever asks the same step again. */
  record StepCompleted(String step, int attempt, Map<String, Object> answer) implements SagaEvent {
    public StepCompleted {
      answer = Map.copyOf(answer);
    }
  }

  record StepRefused(String step, int attempt, String code, String message) implements SagaEvent {}

  /** Attempts or time ran out: whether the step has happened is not known. */
  record StepFailed(String step, String code, String message) implements SagaEvent {}

  /** Changed is false where the step had never happened, so that there was nothing to undo. */
  record UndoCompleted(String step, int attempt, boolean changed) implements SagaEvent {}

  record UndoFailed(String step, String code, String message) implements SagaEvent {}

  /** What an operator decided about an undo that failed: to retry, skip or resolve it. */
  record UndoSettled(String step, String decision, String reason) implements SagaEvent {}

  record SagaCompleted() implements SagaEvent {}

  record SagaCompensated(String step, String code, String message) implements SagaEvent {}

  /** It ended, but not all that it did is undone: an operator gave up on something. */
  record SagaCompensationFailed(String step, String code, String message) implements SagaEvent {}
}
