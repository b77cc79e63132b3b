package dev.skald.workflows.engine;

import dev.skald.domain.Origin;

/** What an operator decided about an undo that failed, and why. */
public record Settlement(Kind kind, String reason, Origin origin) {

  public enum Kind {
    /** Try again. */
    RETRY,
    /** Give up on it. */
    SKIP,
    /** It was settled by hand. */
    RESOLVE
  }
}
