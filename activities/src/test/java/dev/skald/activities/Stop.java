package dev.skald.activities;

import dev.skald.workflows.engine.DeclaredStep;
import dev.skald.workflows.engine.SagaFailure;
import java.util.List;

/**
 * Why a story does not go on at a step.
 *
 * @param certain it is known not to have happened, so that it has nothing to undo
 * @param calledOff the story goes no other way
 */
record Stop(SagaFailure why, boolean certain, boolean calledOff) {

  /** With a code that leads somewhere, if the step says that there is one. */
  static Stop refused(String step, DeclaredStep declared) {
    List<String> codes = declared.refusals();
    return refused(step, codes.isEmpty() ? Trouble.REFUSED : codes.getFirst());
  }

  static Stop refused(String step, String code) {
    return new Stop(new SagaFailure(step, code, "not today"), true, false);
  }

  static Stop failed(String step, String code) {
    return new Stop(new SagaFailure(step, code, "nobody knows"), false, false);
  }

  static Stop calledOff(String step) {
    return new Stop(new SagaFailure(step, "called-off", "the customer called"), false, true);
  }
}
