package dev.skald.activities;

import dev.skald.workflows.engine.DeclaredStep;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.Scene;
import dev.skald.workflows.engine.StepKind;
import dev.skald.workflows.engine.StoryRehearsal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What follows from a saga's definition: its steps in order, and what is to be undone where. */
final class Story {

  private final Map<String, DeclaredStep> declared;
  private final List<Scene> scenes;

  Story(Saga<?> saga) {
    declared = saga.type().steps();
    scenes = StoryRehearsal.of(saga);
    Set<String> taken = new HashSet<>(steps());
    // What only older runs do has no failure table: it is there until they have ended.
    taken.addAll(all(StoryRehearsal.ofOlderRuns(saga)));
    if (!declared.keySet().equals(taken)) {
      throw new AssertionError(
          "the example of saga '%s' takes %s, but %s are declared: what it does not take has no failure table"
              .formatted(saga.type().name(), taken, declared.keySet()));
    }
  }

  List<String> steps() {
    return all(scenes);
  }

  StepKind kind(String step) {
    return step(step).kind();
  }

  /** The steps that have an undo. */
  List<String> undoable() {
    return steps().stream().filter(name -> step(name).hasUndo()).toList();
  }

  /** The point of no return; without one, the last step that can be undone. */
  String lastWayBack() {
    return steps().stream()
        .filter(name -> kind(name) == StepKind.PIVOT)
        .findFirst()
        .orElseGet(() -> undoable().getLast());
  }

  boolean isPivotOrLater(String step) {
    return steps().indexOf(step) >= steps().indexOf(lastWayBack())
        && steps().stream().anyMatch(name -> kind(name) == StepKind.PIVOT);
  }

  /** The undos that stand when the saga turns back at a step, newest first. */
  List<String> undosAt(String step, boolean itself) {
    List<String> begun = new ArrayList<>();
    begunAt(step, scenes, begun);
    return begun.stream()
        .filter(name -> step(name).hasUndo())
        .filter(name -> itself || !name.equals(step))
        .toList()
        .reversed();
  }

  /** The steps of the branches that go on beside the one of the step. */
  List<String> siblings(String step) {
    return siblings(step, scenes);
  }

  private static List<String> siblings(String step, List<Scene> scenes) {
    List<String> siblings = new ArrayList<>();
    for (Scene scene : scenes) {
      switch (scene) {
        case Scene.Taken _, Scene.Refused _ -> {}
        case Scene.Way(_, List<Scene> way, _) -> siblings.addAll(siblings(step, way));
        case Scene.Together(List<List<Scene>> branches) -> {
          if (branches.stream().anyMatch(branch -> all(branch).contains(step))) {
            for (List<Scene> branch : branches) {
              siblings.addAll(all(branch).contains(step) ? siblings(step, branch) : all(branch));
            }
          }
        }
      }
    }
    return siblings;
  }

  /** Answers whether the step is among the scenes. */
  private static boolean begunAt(String step, List<Scene> scenes, List<String> begun) {
    for (Scene scene : scenes) {
      switch (scene) {
        case Scene.Taken(String name) -> {
          begun.add(name);
          if (name.equals(step)) {
            return true;
          }
        }
        case Scene.Refused _ -> {}
        case Scene.Way(_, List<Scene> way, _) -> {
          if (begunAt(step, way, begun)) {
            return true;
          }
        }
        case Scene.Together(List<List<Scene>> branches) -> {
          if (begunInBranches(step, branches, begun)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Where it goes wrong in a branch, the others have come to their ends. */
  private static boolean begunInBranches(
      String step, List<List<Scene>> branches, List<String> begun) {
    boolean here = branches.stream().anyMatch(branch -> all(branch).contains(step));
    for (List<Scene> branch : branches) {
      if (here && !all(branch).contains(step)) {
        begun.addAll(all(branch));
      } else {
        begunAt(step, branch, begun);
      }
    }
    return here;
  }

  private static List<String> all(List<Scene> scenes) {
    return scenes.stream().flatMap(Scene::steps).toList();
  }

  private DeclaredStep step(String name) {
    DeclaredStep step = declared.get(name);
    if (step == null) {
      throw new AssertionError("no step '%s' among %s".formatted(name, declared.keySet()));
    }
    return step;
  }
}
