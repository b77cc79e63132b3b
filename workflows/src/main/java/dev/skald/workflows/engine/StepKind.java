package dev.skald.workflows.engine;

/** What may follow from a step. */
public enum StepKind {
  /** Can be undone, or changes nothing. */
  REVERSIBLE,
  /** The point of no return. Only a refusal that it recorded still leads back. */
  PIVOT,
  /** After the pivot: tried until it is done, or settled by an operator. */
  FORWARD,
  /** Its failure is recorded and changes nothing. */
  OPTIONAL
}
