package dev.skald.workflows.engine;

/** What a deploy of newer code means for the runs of a saga that are under way. */
public enum Upgrade {
  /**
   * They end on the code that they began with, which therefore has to go on running until they
   * have: for sagas of minutes. Their code may change in any way.
   */
  PINNED,
  /**
   * They go on with the newer code: for sagas of days. Their code may change only in ways that a
   * replay allows, or behind {@link SagaRun#knows}.
   */
  AUTO
}
