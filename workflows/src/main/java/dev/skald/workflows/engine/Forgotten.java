package dev.skald.workflows.engine;

import org.jspecify.annotations.Nullable;

/**
 * The run has gone on otherwise than the log says, since a workflow task was lost: what stands
 * there counts. The story is told again.
 */
final class Forgotten extends RuntimeException {

  private final boolean pastPivot;
  private final @Nullable String way;

  private Forgotten(String what, boolean pastPivot, @Nullable String way) {
    super(what);
    this.pastPivot = pastPivot;
    this.way = way;
  }

  /** Or the saga has completed: the story only goes forward. */
  static Forgotten pivot() {
    return new Forgotten("the pivot has happened; there is no way back", true, null);
  }

  /** It had begun, so that it might have happened. */
  static Forgotten refusalOf(String pivot) {
    return new Forgotten("the pivot, '%s', was refused after all".formatted(pivot), false, null);
  }

  static Forgotten endOf(String way) {
    return new Forgotten("way '%s' was gone to its end".formatted(way), false, way);
  }

  boolean isPastPivot() {
    return pastPivot;
  }

  /** The way that was gone to its end, if that is what was forgotten. */
  @Nullable String way() {
    return way;
  }
}
