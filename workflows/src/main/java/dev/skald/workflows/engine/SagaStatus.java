package dev.skald.workflows.engine;

public enum SagaStatus {
  RUNNING,
  COMPENSATING,
  AWAITING_OPERATOR,
  COMPLETED,
  /** What was done is undone, which may be nothing. */
  COMPENSATED,
  /** An operator gave up on an undo. */
  COMPENSATION_FAILED
}
