package dev.skald.projections.engine;

/** This member may not fold at the moment, and nothing is wrong with that. */
final class StandsBy extends RuntimeException {

  enum Why {
    PAUSED,
    OTHER_VERSION
  }

  private final Why why;

  StandsBy(String message, Why why) {
    super(message);
    this.why = why;
  }

  Why why() {
    return why;
  }
}
