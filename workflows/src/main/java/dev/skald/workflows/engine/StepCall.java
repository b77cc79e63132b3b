package dev.skald.workflows.engine;

import dev.skald.domain.Origin;

/**
 * Which step of which saga is asked for, and on whose behalf.
 *
 * @param round grows when a saga begins the step anew, never with attempts
 */
public record StepCall(String sagaId, String sagaType, String step, int round, Origin origin) {

  /** Under this id the step happens once. */
  public String commandId() {
    return sagaId + "/" + step + "/" + round;
  }

  /** Under this id its undo happens once. */
  public String undoCommandId() {
    return commandId() + "/undo";
  }
}
