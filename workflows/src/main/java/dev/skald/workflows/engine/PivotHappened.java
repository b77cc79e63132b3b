package dev.skald.workflows.engine;

/**
 * The run was about to turn back, but the log says that its pivot has happened, or that it has
 * completed: a workflow task was lost that had got further than the run remembers. The story is
 * told again, forward only.
 */
final class PivotHappened extends RuntimeException {

  PivotHappened() {
    super("the pivot has happened; there is no way back");
  }
}
