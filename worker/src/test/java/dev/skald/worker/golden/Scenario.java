package dev.skald.worker.golden;

import dev.skald.worker.golden.Script.Cue;
import dev.skald.workflows.engine.ByExample;
import dev.skald.workflows.engine.DecisionKind;
import dev.skald.workflows.engine.Saga;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A path that a run can take: what its steps do, and what people do. All that there are follow from
 * what a saga declares, so that a new step has its paths by itself.
 *
 * @param codes what steps are refused with, where that matters
 */
record Scenario(
    Saga<?> saga,
    String name,
    Map<String, List<Cue>> cues,
    Map<String, String> codes,
    List<Act> acts) {

  Scenario(Saga<?> saga, String name, Map<String, List<Cue>> cues, List<Act> acts) {
    this(saga, name, cues, Map.of(), acts);
  }

  /** The way of a request that says no more than it has to. */
  private static final String LEAST = "done-least-request";

  /** What somebody does, as soon as it can be done. */
  sealed interface Act {

    /**
     * Once it is asked for.
     *
     * @param number which time people are asked
     */
    record Settle(String step, DecisionKind kind, int number) implements Act {
      Settle(String step, DecisionKind kind) {
        this(step, kind, 1);
      }
    }

    /** Once a step has been tried so often. */
    record CallOff(String atStep, int tries) implements Act {}

    record Cancel(String atStep, int tries) implements Act {}

    record AwaitAsked(String step, int tries) implements Act {}

    record AwaitWaiting(String step) implements Act {}

    /** An event from outside. */
    record Send(String eventType) implements Act {}

    /** A step that was held goes on. */
    record LetGo(String step) implements Act {}

    record StopWorker() implements Act {}

    /** Where no worker runs: one that takes the task and dies, and then another. */
    record LoseTask() implements Act {}
  }

  String sagaId() {
    return saga.type().name() + "-" + name;
  }

  /** Of its history. */
  String path() {
    return saga.type().name() + "/" + name;
  }

  Record request() {
    Record example = saga.type().example();
    return name.equals(LEAST) ? least(example) : example;
  }

  /** The same without what may be missing. */
  private static Record least(Record example) {
    RecordComponent[] components = example.getClass().getRecordComponents();
    try {
      @Nullable Object[] values = new @Nullable Object[components.length];
      for (int i = 0; i < values.length; i++) {
        boolean needed = !components[i].getAnnotatedType().isAnnotationPresent(Nullable.class);
        values[i] = needed ? components[i].getAccessor().invoke(example) : null;
      }
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return example.getClass().getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no least request of " + example, e);
    }
  }

  /** Whether it needs a worker of its own, since that one ends in the middle. */
  boolean losesWorker() {
    return acts.stream().anyMatch(Act.LoseTask.class::isInstance);
  }

  /** Whether somebody settles a step, and not an undo that was refused. */
  boolean settlesStep(Act.Settle settle) {
    return !cues.containsKey("undo " + settle.step());
  }

  static List<Scenario> of(Saga<?> saga) {
    List<Scenario> all = new ArrayList<>();
    all.add(new Scenario(saga, "done", Map.of(), List.of()));
    all.add(new Scenario(saga, LEAST, Map.of(), List.of()));
    for (Saga<?> shown : ByExample.each(saga)) {
      if (shown instanceof ByExample<?> by) {
        all.add(new Scenario(by, "done-by-" + by.example(), Map.of(), List.of()));
      }
    }
    all.addAll(new Drawing(saga).paths());
    return all;
  }
}
