package dev.skald.activities;

import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.Step;
import dev.skald.workflows.engine.StepCall;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Counts and times sagas, their steps and undos. */
public final class StepMetrics {

  private final MeterRegistry registry;
  private final Set<String> undos;

  public StepMetrics(MeterRegistry registry, Collection<Saga<?>> sagas) {
    this.registry = registry;
    this.undos =
        sagas.stream()
            .flatMap(saga -> saga.type().steps().values().stream())
            .filter(Step.class::isInstance)
            .map(step -> ((Step<?, ?, ?>) step).undoActivity())
            .flatMap(Optional::stream)
            .collect(Collectors.toUnmodifiableSet());
  }

  boolean isUndo(String activity) {
    return undos.contains(activity);
  }

  void done(StepCall call, boolean undo, long nanos) {
    time(call, undo, "done", nanos);
  }

  void refused(StepCall call, boolean undo, long nanos) {
    time(call, undo, "refused", nanos);
  }

  void cancelled(StepCall call, boolean undo, long nanos) {
    time(call, undo, "cancelled", nanos);
  }

  /** Failed for now, so that it is tried again. */
  void failed(StepCall call, boolean undo, long nanos) {
    time(call, undo, "failed", nanos);
  }

  void sagaEnded(String type, String ending, Duration took) {
    Timer.builder("skald.sagas")
        .description("Sagas that ended, and how long they took")
        .tag("type", type)
        .tag("ending", ending)
        .register(registry)
        .record(took);
  }

  void operatorAsked(String type, String step) {
    registry.counter("skald.sagas.operator.asked", "type", type, "step", step).increment();
  }

  private void time(StepCall call, boolean undo, String result, long nanos) {
    Timer.builder(undo ? "skald.undos" : "skald.steps")
        .description("Tries, by what became of them")
        .tag("type", call.sagaType())
        .tag("step", call.step())
        .tag("result", result)
        .register(registry)
        .record(Duration.ofNanos(nanos));
  }
}
