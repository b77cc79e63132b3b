package dev.skald.workflows.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * A saga as another of its examples shows it: to be rehearsed, drawn and tried with that.
 *
 * @param example what it is called
 */
public record ByExample<R extends Record>(Saga<R> saga, String example, SagaType<R> type)
    implements Saga<R> {

  /** With each of its examples; first as it is. */
  public static <R extends Record> List<Saga<R>> each(Saga<R> saga) {
    List<Saga<R>> all = new ArrayList<>();
    all.add(saga);
    saga.type()
        .otherExamples()
        .forEach((name, other) -> all.add(new ByExample<>(saga, name, saga.type().shownBy(other))));
    return List.copyOf(all);
  }

  @Override
  public void run(SagaRun run, R request) {
    saga.run(run, request);
  }

  @Override
  public Upgrade upgrade() {
    return saga.upgrade();
  }
}
