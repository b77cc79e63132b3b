package dev.skald.activities;

import dev.skald.domain.Refusal;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.engine.StepRefusal;

/** Refusals that are not a context's, but the engine's. */
final class Refusals {

  private Refusals() {}

  /** A do that comes after its undo. */
  static RuntimeException stepUndone(StepCall call) {
    return StepRefusal.failure(
        call.commandId(),
        new Refusal("step-undone", "the step was undone before it could happen"),
        0);
  }
}
