package dev.skald.activities;

import static dev.skald.workflows.engine.Limits.Then.ASK_OPERATOR;

import dev.skald.workflows.engine.ByExample;
import dev.skald.workflows.engine.DeclaredStep;
import dev.skald.workflows.engine.OutsideEvent;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaFailure;
import dev.skald.workflows.engine.Step;
import dev.skald.workflows.engine.StepKind;
import dev.skald.workflows.engine.StoryRehearsal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What follows from a saga's definition: its steps, how each is come to, and what to undo where.
 */
final class Story {

  final Saga<?> saga;
  private final Map<String, DeclaredStep> declared;

  /** What has to go wrong before a step is taken; nothing, for most. */
  private final Map<String, Map<String, Stop>> ways;

  /** What was tried to find them. */
  private final List<Foretold.GoneBack> goneBack = new ArrayList<>();

  /** The steps that are taken in no story before this one. */
  private final Set<String> own;

  private Story(Saga<?> saga, Set<String> untold) {
    this.saga = saga;
    declared = saga.type().steps();
    ways = ways(true);
    own = new LinkedHashSet<>(ways.keySet());
    own.retainAll(untold);
  }

  /** As its first example shows it. */
  static Story of(Saga<?> saga) {
    return each(saga).getFirst();
  }

  /** One for each of its examples; a step that several take belongs to the first. */
  static List<Story> each(Saga<?> saga) {
    StoryRehearsal.of(saga);
    Set<String> untold = new LinkedHashSet<>(saga.type().steps().keySet());
    List<Story> stories = new ArrayList<>();
    for (Saga<?> shown : ByExample.each(saga)) {
      Story story = new Story(shown, untold);
      untold.removeAll(story.own);
      // What only older runs do has no failure table: it is there until they have ended.
      untold.removeAll(story.ways(false).keySet());
      stories.add(story);
    }
    if (!untold.isEmpty()) {
      throw new AssertionError(
          "saga '%s' never takes %s, so that there is no failure table of it: not with its example%s%s"
              .formatted(saga.type().name(), untold, others(saga), tried(stories)));
    }
    return stories;
  }

  private static String others(Saga<?> saga) {
    Set<String> others = saga.type().otherExamples().keySet();
    return others.isEmpty()
        ? " (if another request leads there, add it: startedBy(...).alsoBy(name, request))"
        : ", nor with " + others;
  }

  /** Which codes lead nowhere else. */
  private static String tried(List<Story> stories) {
    Map<String, Set<String>> codes = new LinkedHashMap<>();
    for (Story story : stories) {
      for (Foretold.GoneBack back : story.goneBack) {
        codes
            .computeIfAbsent(back.savepoint(), _ -> new LinkedHashSet<>())
            .add("%s: %s".formatted(back.why().step(), back.why().code()));
      }
    }
    return codes.isEmpty()
        ? ""
        : ", nor where it goes back to a savepoint, of which these were tried: %s. If the code of a refusal leads there, let the step say so: Step...refuses(code)"
            .formatted(codes);
  }

  /** Every way that is not gone to its end may lead to steps that are not seen otherwise. */
  private Map<String, Map<String, Stop>> ways(boolean today) {
    Map<String, Map<String, Stop>> found = new LinkedHashMap<>();
    Deque<Map<String, Stop>> untold = new ArrayDeque<>(List.of(Map.of()));
    while (!untold.isEmpty()) {
      Map<String, Stop> stops = untold.poll();
      Foretold.Ending ending = Foretold.of(saga, stops, today);
      goneBack.addAll(ending.goneBack());
      for (String step : ending.taken()) {
        boolean isNew = found.putIfAbsent(step, stops) == null;
        if (isNew && ending.onWays().contains(step) && kind(step) != StepKind.OPTIONAL) {
          givesUp(step).forEach(stop -> untold.add(and(stops, step, stop)));
        }
      }
    }
    return found;
  }

  /** How the way that the step is on is given up at it: each may lead somewhere else. */
  private List<Stop> givesUp(String name) {
    DeclaredStep step = step(name);
    if (step instanceof OutsideEvent<?> event) {
      boolean asks = event.limits().then() == ASK_OPERATOR;
      return List.of(Stop.failed(name, asks ? "given-up" : SagaFailure.TIMED_OUT));
    }
    return step.refusals().isEmpty()
        ? List.of(Stop.refused(name, step))
        : step.refusals().stream().map(code -> Stop.refused(name, code)).toList();
  }

  private static Map<String, Stop> and(Map<String, Stop> stops, String step, Stop stop) {
    Map<String, Stop> more = new HashMap<>(stops);
    more.put(step, stop);
    return Map.copyOf(more);
  }

  String name() {
    return saga instanceof ByExample<?> by
        ? "%s by '%s'".formatted(saga.type().name(), by.example())
        : saga.type().name();
  }

  boolean isOfAnotherExample() {
    return saga instanceof ByExample;
  }

  /** How it ends when all goes well. */
  Foretold.Ending told() {
    return Foretold.of(saga, Map.of(), true);
  }

  /** What contexts do. */
  List<String> steps() {
    return own.stream().filter(name -> step(name) instanceof Step).toList();
  }

  /** The steps that wait for an event from outside. */
  List<String> events() {
    return own.stream().filter(name -> step(name) instanceof OutsideEvent).toList();
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
    return lastWayBack(goneTo(step), wayTo(step).keySet()).orElseThrow();
  }

  /** The same when all goes well. */
  Optional<String> lastWayBack() {
    return lastWayBack(told(), Set.of());
  }

  private Optional<String> lastWayBack(Foretold.Ending ending, Set<String> stopped) {
    List<String> taken = ending.taken().stream().filter(one -> !stopped.contains(one)).toList();
    return taken.stream()
        .filter(name -> kind(name) == StepKind.PIVOT)
        .findFirst()
        .or(() -> taken.reversed().stream().filter(one -> step(one).hasUndo()).findFirst());
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
