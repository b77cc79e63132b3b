package dev.skald.projections.engine;

/** This member may not fold at the moment, and nothing is wrong with that. */
final class StandsBy extends RuntimeException {

  enum Why {
    PAUSED(RunnerStatus.State.PAUSED),
    OTHER_VERSION(RunnerStatus.State.STANDING_BY),
    HELD(RunnerStatus.State.HELD);

    private final RunnerStatus.State shown;

    Why(RunnerStatus.State shown) {
      this.shown = shown;
    }
  }

  private final Why why;

  StandsBy(String message, Why why) {
    super(message);
    this.why = why;
  }

  /** How a member that stands by is shown. */
  RunnerStatus.State shown() {
    return why.shown;
  }
}
