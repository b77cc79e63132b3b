package dev.skald.workflows.engine;

/** Refuses an answer that was given to another question. */
final class Answers {

  private Answers() {}

  /**
   * Replay hands recorded answers out by their order, not by their names. When the code's order has
   * changed under a running saga, going on would mix steps up; failing here blocks the workflow
   * task, visibly, until the right code is back. Nothing is undone.
   */
  static void checkSame(String asked, String answered) {
    if (!asked.equals(answered)) {
      throw new IllegalStateException(
          "asked for %s, but was given the answer of %s: this code is not the code that the run began with"
              .formatted(asked, answered));
    }
  }
}
