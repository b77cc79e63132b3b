package dev.skald.workflows.engine;

/** One run of a saga, as its story sees it. */
public interface SagaRun {

  String sagaId();

  /** The id of the business object, given by the caller or derived from the saga's. */
  String businessKey();

  /** Takes a step that the saga has declared, and answers what it answered. */
  <S, C extends Record, A extends Record> A step(Step<S, C, A> step, C command);
}
