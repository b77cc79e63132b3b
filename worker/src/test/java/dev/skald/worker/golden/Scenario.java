package dev.skald.worker.golden;

import dev.skald.worker.golden.Script.Cue;
import dev.skald.workflows.engine.DecisionKind;
import dev.skald.workflows.engine.DeclaredStep;
import dev.skald.workflows.engine.Limits;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.Scene;
import dev.skald.workflows.engine.Step;
import dev.skald.workflows.engine.StepKind;
import dev.skald.workflows.engine.StoryRehearsal;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A path that a run can take: what its steps do, and what people do. All that there are follow from
 * what a saga declares, so that a new step has its paths by itself.
 */
record Scenario(Saga<?> saga, String name, Map<String, List<Cue>> cues, List<Act> acts) {

  /** The way of a request that says no more than it has to. */
  private static final String LEAST = "done-least-request";

  /** So many tries, and it does not go on by itself. */
  private static final int STUCK = 3;

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

  static List<Scenario> of(Saga<?> saga) {
    List<Scenario> all = new ArrayList<>();
    all.add(new Scenario(saga, "done", Map.of(), List.of()));
    all.add(new Scenario(saga, LEAST, Map.of(), List.of()));
    // What only older runs do was recorded when it was new.
    StoryRehearsal.of(saga).stream()
        .flatMap(Scene::steps)
        .forEach(
            name -> {
              DeclaredStep step = Objects.requireNonNull(saga.type().steps().get(name));
              if (step instanceof Step<?, ?, ?>) {
                addAbout(saga, name, step, all);
              }
            });
    return all;
  }

  private static void addAbout(Saga<?> saga, String name, DeclaredStep step, List<Scenario> all) {
    List<Act> cleared =
        step.kind() == StepKind.FORWARD
            ? List.of(new Act.Settle(name, DecisionKind.RETRY))
            : List.of();
    all.add(new Scenario(saga, name + "-refused", Map.of(name, List.of(Cue.REFUSE)), cleared));
    all.add(
        new Scenario(saga, name + "-at-second-try", Map.of(name, List.of(Cue.FAIL)), List.of()));
    Limits limits = step.limits();
    if (limits.attempts() > 0 && limits.then() != Limits.Then.ASK_OPERATOR) {
      all.add(
          new Scenario(
              saga,
              name + "-exhausted",
              Map.of(name, Collections.nCopies(limits.attempts(), Cue.FAIL)),
              List.of()));
    }
    if (step.kind() == StepKind.REVERSIBLE) {
      Map<String, List<Cue>> stuck = Map.of(name, List.of(Cue.FAIL_ALWAYS));
      all.add(
          new Scenario(saga, name + "-called-off", stuck, List.of(new Act.CallOff(name, STUCK))));
      all.add(new Scenario(saga, name + "-cancelled", stuck, List.of(new Act.Cancel(name, STUCK))));
    } else {
      all.add(
          new Scenario(
              saga,
              name + "-cancelled",
              Map.of(name, List.of(Cue.FAIL, Cue.HOLD)),
              List.of(new Act.Cancel(name, 2), new Act.LetGo(name))));
    }
    if (step.kind() == StepKind.FORWARD) {
      all.add(
          new Scenario(
              saga,
              name + "-refused-cancelled",
              Map.of(name, List.of(Cue.REFUSE)),
              List.of(
                  new Act.AwaitWaiting(name),
                  new Act.Cancel(name, 1),
                  new Act.Settle(name, DecisionKind.RETRY))));
    }
    if (step.hasUndo() && step.kind() == StepKind.REVERSIBLE) {
      for (DecisionKind kind : DecisionKind.values()) {
        all.add(undo(saga, name, kind));
      }
    }
  }

  /** Everything is undone where the pivot is refused. */
  private static Scenario undo(Saga<?> saga, String name, DecisionKind kind) {
    String pivot =
        saga.type().steps().entrySet().stream()
            .filter(step -> step.getValue().kind() == StepKind.PIVOT)
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow();
    return new Scenario(
        saga,
        "undo-%s-refused-%s".formatted(name, kind.name().toLowerCase(Locale.ROOT)),
        Map.of(pivot, List.of(Cue.REFUSE), "undo " + name, List.of(Cue.REFUSE)),
        List.of(new Act.Settle(name, kind)));
  }
}
