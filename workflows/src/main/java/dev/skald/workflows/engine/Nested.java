package dev.skald.workflows.engine;

/**
 * A saga that is a step of another one: it runs in the same workflow, its steps stand in the same
 * ledger with this name before theirs, and its pivot is the other one's.
 *
 * @param <R> what starts it
 */
public record Nested<R extends Record>(String name, Saga<R> saga) implements Part {

  public Nested {
    Part.checkName(name);
  }
}
