package dev.skald.workflows.engine;

import dev.skald.domain.Origin;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which step of which saga is asked for, and on whose behalf.
 *
 * @param round grows when a saga begins the step anew, never with attempts
 * @param triesBefore how often it was tried before Temporal began to count; what is told to the
 *     journal of its failure has all tries
 * @param deadline by which the saga wants to be done, if it has one
 * @param pauses to be kept between tries, where Temporal cannot count them itself
 * @param ways the savepoints on whose ways it is taken, outermost first; null where there are none
 */
public record StepCall(
    String sagaId,
    String sagaType,
    String step,
    int round,
    int triesBefore,
    @Nullable Instant deadline,
    Origin origin,
    @Nullable Backoff pauses,
    @Nullable List<String> ways) {

  public StepCall {
    ways = ways == null || ways.isEmpty() ? null : List.copyOf(ways);
  }

  /** The same call, tried so often already. */
  StepCall after(int tries) {
    return tries == triesBefore
        ? this
        : new StepCall(sagaId, sagaType, step, round, tries, deadline, origin, pauses, ways);
  }

  /** The same call, with the pauses that Temporal counts itself. */
  StepCall withoutPauses() {
    return new StepCall(sagaId, sagaType, step, round, triesBefore, deadline, origin, null, ways);
  }

  /** Under this id the step happens once. */
  public String commandId() {
    return sagaId + "/" + step + "/" + round;
  }

  /** Under this id its undo happens once. */
  public String undoCommandId() {
    return commandId() + "/undo";
  }
}
