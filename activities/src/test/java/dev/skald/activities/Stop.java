package dev.skald.activities;

import dev.skald.workflows.engine.SagaFailure;

/**
 * Why a story does not go on at a step.
 *
 * @param certain it is known not to have happened, so that it has nothing to undo
 * @param calledOff the story goes no other way
 */
record Stop(SagaFailure why, boolean certain, boolean calledOff) {

  static Stop refused(String step) {
    return new Stop(new SagaFailure(step, Trouble.REFUSED, "not today"), true, false);
  }

  static Stop failed(String step, String code) {
    return new Stop(new SagaFailure(step, code, "nobody knows"), false, false);
  }

  static Stop calledOff(String step) {
    return new Stop(new SagaFailure(step, "called-off", "the customer called"), false, true);
  }
}
