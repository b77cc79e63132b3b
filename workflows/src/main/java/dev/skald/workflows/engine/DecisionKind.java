package dev.skald.workflows.engine;

/** The ways in which an operator can settle something. */
public enum DecisionKind {
  /** Try again. */
  RETRY,
  /** Give up on it. */
  SKIP,
  /** It was settled by hand. */
  RESOLVE
}
