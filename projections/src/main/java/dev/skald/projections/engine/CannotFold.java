package dev.skald.projections.engine;

/** A projection's own code failed on an event. */
final class CannotFold extends RuntimeException {
  CannotFold(RuntimeException cause) {
    super(cause);
  }
}
