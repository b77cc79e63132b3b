package dev.skald.workflows.engine;

/**
 * A business transaction across services, told in steps. It finishes, or what it did is undone.
 *
 * @param <R> what starts it
 */
public interface Saga<R extends Record> {

  SagaType<R> type();

  /**
   * The story, in plain Java: steps in their order. It ends by returning; a step that fails ends it
   * by itself. It may use nothing but the run it is given: no clock, no random, no I/O.
   */
  void run(SagaRun saga, R request);

  /**
   * Whether runs under way move on to newer code where workers have builds; short ones need not.
   */
  default Upgrade upgrade() {
    return Upgrade.PINNED;
  }
}
