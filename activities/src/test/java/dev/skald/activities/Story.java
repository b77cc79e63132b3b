package dev.skald.activities;

import static dev.skald.workflows.engine.Limits.Then.ASK_OPERATOR;

import dev.skald.workflows.engine.DeclaredStep;
import dev.skald.workflows.engine.OutsideEvent;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaFailure;
import dev.skald.workflows.engine.Step;
import dev.skald.workflows.engine.StepKind;
import dev.skald.workflows.engine.StoryRehearsal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What follows from a saga's definition: its steps, how each is come to, and what to undo where.
 */
final class Story {

  final Saga<?> saga;
  private final Map<String, DeclaredStep> declared;

  /** What has to go wrong before a step is taken; nothing, for most. */
  private final Map<String, Map<String, Stop>> ways;

  Story(Saga<?> saga) {
    this.saga = saga;
    StoryRehearsal.of(saga);
    declared = saga.type().steps();
    ways = ways(true);
    Set<String> taken = new HashSet<>(ways.keySet());
    // What only older runs do has no failure table: it is there until they have ended.
    taken.addAll(ways(false).keySet());
    if (!declared.keySet().equals(taken)) {
      throw new AssertionError(
          "saga '%s' takes %s, with its example or where that goes another way, but %s are declared: what it does not take has no failure table"
              .formatted(saga.type().name(), taken, declared.keySet()));
    }
  }

  /** Every way that is not gone to its end may lead to steps that are not seen otherwise. */
  private Map<String, Map<String, Stop>> ways(boolean today) {
    Map<String, Map<String, Stop>> found = new LinkedHashMap<>();
    Deque<Map<String, Stop>> untold = new ArrayDeque<>(List.of(Map.of()));
    while (!untold.isEmpty()) {
      Map<String, Stop> stops = untold.poll();
      Foretold.Ending ending = Foretold.of(saga, stops, today);
      for (String step : ending.taken()) {
        boolean isNew = found.putIfAbsent(step, stops) == null;
        if (isNew && ending.onWays().contains(step) && kind(step) != StepKind.OPTIONAL) {
          untold.add(and(stops, step, givesUp(step)));
        }
      }
    }
    return found;
  }

  /** How the way that the step is on is given up at it. */
  private Stop givesUp(String step) {
    return step(step) instanceof OutsideEvent<?> event
        ? Stop.failed(
            step, event.limits().then() == ASK_OPERATOR ? "given-up" : SagaFailure.TIMED_OUT)
        : Stop.refused(step);
  }

  private static Map<String, Stop> and(Map<String, Stop> stops, String step, Stop stop) {
    Map<String, Stop> more = new HashMap<>(stops);
    more.put(step, stop);
    return Map.copyOf(more);
  }

  /** What contexts do. */
  List<String> steps() {
    return ways.keySet().stream().filter(name -> step(name) instanceof Step).toList();
  }

  /** The steps that wait for an event from outside. */
  List<String> events() {
    return ways.keySet().stream().filter(name -> step(name) instanceof OutsideEvent).toList();
  }

  /** The steps that have an undo. */
  List<String> undoable() {
    return steps().stream().filter(name -> step(name).hasUndo()).toList();
  }

  /** Whether nothing has to go wrong before. */
  boolean isUsual(String step) {
    return wayTo(step).isEmpty();
  }

  Map<String, Stop> wayTo(String step) {
    return ways.getOrDefault(step, Map.of());
  }

  /** How it ends when it goes the way to the step, and all else goes well. */
  Foretold.Ending goneTo(String step) {
    return Foretold.of(saga, wayTo(step), true);
  }

  /** The same when it stops somewhere there. */
  Foretold.Ending goneTo(String step, Stop stop) {
    return Foretold.of(saga, and(wayTo(step), stop.why().step(), stop), true);
  }

  /** On the way to the step: the point of no return; or else the last that can be undone. */
  String lastWayBack(String step) {
    List<String> taken =
        goneTo(step).taken().stream().filter(one -> !wayTo(step).containsKey(one)).toList();
    return taken.stream()
        .filter(name -> kind(name) == StepKind.PIVOT)
        .findFirst()
        .orElseGet(() -> taken.stream().filter(one -> step(one).hasUndo()).toList().getLast());
  }

  /** What gets done, on the way to the goal, in the branches beside the one of the step. */
  List<String> siblings(String step, String goal) {
    Foretold.Ending ending = goneTo(goal);
    return ending.beside().getOrDefault(step, Set.of()).stream()
        .filter(one -> !wayTo(goal).containsKey(one) && !ending.undone().contains(one))
        .toList();
  }

  StepKind kind(String step) {
    return step(step).kind();
  }

  DeclaredStep step(String name) {
    DeclaredStep step = declared.get(name);
    if (step == null) {
      throw new AssertionError("no step '%s' among %s".formatted(name, declared.keySet()));
    }
    return step;
  }
}
