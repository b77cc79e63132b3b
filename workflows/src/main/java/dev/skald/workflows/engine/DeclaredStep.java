package dev.skald.workflows.engine;

import java.util.List;

/** A step as it is declared: done by a context, or an event that is waited for. */
public sealed interface DeclaredStep extends Part permits Step, OutsideEvent {

  StepKind kind();

  boolean hasUndo();

  Limits limits();

  /** The codes of the refusals that it is known to have; it may have others. */
  List<String> refusals();
}
