package dev.skald.domain.sagas;

import dev.skald.domain.EventType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded of a saga's run: the stream {@code saga-<sagaId>}. Branches append side by side,
 * so a fold goes by step and does not depend on the order between steps. A round is one beginning
 * of a step: it grows after a rollback, or when a refused step is begun anew; where it is missing
 * it is the first.
 */
public sealed interface SagaEvent {

  String CATEGORY = "saga";

  List<EventType> TYPES =
      List.of(
          EventType.of("SagaStarted", 2, SagaStarted.class),
          EventType.of("StepStarted", 1, StepStarted.class),
          EventType.of("StepProgressed", 2, StepProgressed.class),
          EventType.of("StepTryFailed", 1, StepTryFailed.class),
          EventType.of("StepCompleted", 2, StepCompleted.class),
          EventType.of("StepRefused", 2, StepRefused.class),
          EventType.of("StepFailed", 3, StepFailed.class),
          EventType.of("EventAwaited", 1, EventAwaited.class),
          EventType.of("EventReceived", 1, EventReceived.class),
          EventType.of("OperatorAsked", 2, OperatorAsked.class),
          EventType.of("StepSettled", 1, StepSettled.class),
          EventType.of("SagaTurned", 3, SagaTurned.class),
          EventType.of("UndoTryFailed", 1, UndoTryFailed.class),
          EventType.of("UndoCompleted", 2, UndoCompleted.class),
          EventType.of("UndoFailed", 2, UndoFailed.class),
          EventType.of("UndoSettled", 2, UndoSettled.class),
          EventType.of("SagaRolledBack", 3, SagaRolledBack.class),
          EventType.of("SagaStalled", 1, SagaStalled.class),
          EventType.of("SagaStuck", 1, SagaStuck.class),
          EventType.of("SagaUnstuck", 1, SagaUnstuck.class),
          EventType.of("SagaCalledOff", 1, SagaCalledOff.class),
          EventType.of("RecoveryTried", 1, RecoveryTried.class),
          EventType.of("SagaCompleted", 1, SagaCompleted.class),
          EventType.of("SagaCompensated", 1, SagaCompensated.class),
          EventType.of("SagaCompensationFailed", 1, SagaCompensationFailed.class));

  /**
   * The hash is that of the request as it was sent, so that a repeated one can be told apart; with
   * the request itself a run that Temporal has lost can be begun anew.
   */
  record SagaStarted(
      String type,
      String businessKey,
      String requestHash,
      List<String> steps,
      @Nullable Map<String, Object> request,
      @Nullable String initiator,
      @Nullable Integer priority)
      implements SagaEvent {
    public SagaStarted {
      steps = List.copyOf(steps);
    }
  }

  /** A step that is slow, or leaves the house, has begun: from now on it may have happened. */
  record StepStarted(String step, int round, int attempt, Map<String, Object> command)
      implements SagaEvent {}

  /**
   * How far a long step has come, and how long the rest takes at the pace of the try that says so.
   */
  record StepProgressed(String step, int round, int done, int total, @Nullable Long millisLeft)
      implements SagaEvent {}

  /** A try failed for now. Of many tries, only the 1st, 2nd, 4th, 8th and so on are recorded. */
  record StepTryFailed(String step, int round, int attempt, String code, String message)
      implements SagaEvent {}

  /**
   * The answer is given again, as it stands here, to whoever asks the same step again; the command
   * is what its undo is told.
   */
  record StepCompleted(
      String step,
      int attempt,
      Map<String, Object> answer,
      @Nullable Integer round,
      @Nullable Instant startedAt,
      @Nullable Map<String, Object> command)
      implements SagaEvent {}

  record StepRefused(
      String step,
      int attempt,
      String code,
      String message,
      @Nullable Integer round,
      @Nullable Instant startedAt)
      implements SagaEvent {}

  /**
   * Attempts or time ran out: whether the step has happened is not known. The attempt is the last
   * one, where that is known.
   */
  record StepFailed(
      String step, String code, String message, @Nullable Integer round, @Nullable Integer attempt)
      implements SagaEvent {}

  /** The saga waits for an event from outside. */
  record EventAwaited(String step, int round, String eventType, @Nullable Instant until)
      implements SagaEvent {}

  /** An event from outside, whether it is waited for yet or not. */
  record EventReceived(String eventType, Map<String, Object> data) implements SagaEvent {}

  /** The saga waits for an operator's decision about a step: the number says which time. */
  record OperatorAsked(
      String step, int round, int number, String code, String message, @Nullable Integer attempt)
      implements SagaEvent {}

  /** What an operator decided about a step: to retry, skip or resolve it with an answer. */
  record StepSettled(
      String step, int round, String decision, String reason, @Nullable Map<String, Object> answer)
      implements SagaEvent {}

  /**
   * The saga turned back: from now on no step of it can happen, and what stands is undone; all of
   * it, or what was done on the way from a savepoint.
   */
  record SagaTurned(@Nullable String savepoint, String step, String code, String message)
      implements SagaEvent {}

  /** As with steps, only some of many tries are recorded. */
  record UndoTryFailed(String step, int round, int attempt, String code, String message)
      implements SagaEvent {}

  /** Changed is false where the step had never happened, so that there was nothing to undo. */
  record UndoCompleted(String step, int attempt, boolean changed, @Nullable Integer round)
      implements SagaEvent {}

  /** An undo failed finally: the saga waits for an operator. The number says which time. */
  record UndoFailed(
      String step, String code, String message, @Nullable Integer round, @Nullable Integer number)
      implements SagaEvent {}

  /** What an operator decided about an undo that failed: to retry, skip or resolve it. */
  record UndoSettled(String step, String decision, String reason, @Nullable Integer round)
      implements SagaEvent {}

  /** All that was done since the savepoint is undone; the saga goes another way from there. */
  record SagaRolledBack(String savepoint) implements SagaEvent {}

  /** A step, or its undo, takes far longer than expected. */
  record SagaStalled(String step, int round, boolean undo, long expectedMillis)
      implements SagaEvent {}

  /** Its story cannot be told by the workers that there are, which try again and again. */
  record SagaStuck(String code, String message) implements SagaEvent {}

  /** Its story can be told again. */
  record SagaUnstuck() implements SagaEvent {}

  /**
   * Somebody wished all of it undone, and was told that it will be. Its run knows that by itself;
   * this is for one that takes its place.
   */
  record SagaCalledOff(String reason) implements SagaEvent {}

  /** A run that ended without an ending was found, and what was done about it. */
  record RecoveryTried(int number, String finding, String action) implements SagaEvent {}

  record SagaCompleted() implements SagaEvent {}

  record SagaCompensated(String step, String code, String message) implements SagaEvent {}

  /** It ended, but not all that it did is undone: an operator gave up on something. */
  record SagaCompensationFailed(String step, String code, String message) implements SagaEvent {}

  /** Whatever a worker that was too late says after it, it changes nothing. */
  default boolean ends() {
    return switch (this) {
      case SagaCompleted _, SagaCompensated _, SagaCompensationFailed _ -> true;
      default -> false;
    };
  }
}
