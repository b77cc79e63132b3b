package dev.skald.activities;

import dev.skald.domain.Refusal;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.engine.StepRefusal;

/** Refusals that are not a context's, but the engine's. */
final class Refusals {

  private Refusals() {}

  /** A do that comes after its undo, or is asked about after it. */
  static RuntimeException stepUndone(StepCall call) {
    return StepRefusal.failure(
        call.commandId(),
        new Refusal(StepRefusal.UNDONE, "the step was undone, and can no longer happen"),
        0);
  }

  /** An optional step that comes when the story has gone on without it. */
  static RuntimeException stepFailedForGood(StepCall call) {
    return StepRefusal.failure(
        call.commandId(),
        new Refusal("step-failed", "the step had failed, and the saga has gone on without it"),
        0);
  }

  /** The end of a way that was given up. */
  static RuntimeException wayGivenUp(String commandId) {
    return StepRefusal.failure(
        commandId, new Refusal("way-given-up", "the way has been given up"), 0);
  }

  /** An ending that comes after the saga turned back. */
  static RuntimeException sagaTurned(String commandId) {
    return StepRefusal.failure(
        commandId,
        new Refusal("saga-turned", "the saga has turned back, and can no longer complete"),
        0);
  }
}
