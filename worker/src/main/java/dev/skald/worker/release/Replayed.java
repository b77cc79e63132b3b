package dev.skald.worker.release;

/** What came of one run. */
sealed interface Replayed {

  Run run();

  /** It comes out the same. */
  record Same(Run run, String path) implements Replayed {}

  /** It is open, and with this code would go no further. */
  record Broken(Run run, String path, Break why) implements Replayed {}

  /** It has ended, so that it need go no further; with this code it would not have come as far. */
  record Past(Run run, String path, Break why) implements Replayed {}

  /** So it would be with this code, but it is pinned to another build. */
  record Elsewhere(Run run, String build) implements Replayed {}

  /** Nobody can tell. */
  record Unreadable(Run run, String why) implements Replayed {}

  /** It has ended, and its saga is not in this code any more. */
  record Retired(Run run) implements Replayed {}

  /** It was listed, and forgotten by the server since. */
  record Gone(Run run) implements Replayed {}
}
