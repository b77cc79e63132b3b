package dev.skald.workflows.engine;

import org.jspecify.annotations.Nullable;

/**
 * The run was about to turn back, but the log says that it has got further: a workflow task was
 * lost, and what it had come to is not given up. The story is told again.
 */
final class Forgotten extends RuntimeException {

  private final @Nullable String way;

  private Forgotten(String what, @Nullable String way) {
    super(what);
    this.way = way;
  }

  /** Or the saga has completed: the story only goes forward. */
  static Forgotten pivot() {
    return new Forgotten("the pivot has happened; there is no way back", null);
  }

  static Forgotten endOf(String way) {
    return new Forgotten("way '%s' was gone to its end".formatted(way), way);
  }

  /** The way that was gone to its end; null where the pivot has happened. */
  @Nullable String way() {
    return way;
  }
}
