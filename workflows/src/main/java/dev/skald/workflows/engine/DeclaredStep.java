package dev.skald.workflows.engine;

/** A step as it is declared: done by a context, or an event that is waited for. */
public sealed interface DeclaredStep extends Part permits Step, OutsideEvent {

  StepKind kind();

  boolean hasUndo();

  Limits limits();
}
