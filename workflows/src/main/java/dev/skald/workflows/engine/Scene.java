package dev.skald.workflows.engine;

import java.util.List;
import java.util.stream.Stream;

/** A piece of a saga's story as a rehearsal tells it: what docs and diagrams are drawn from. */
public sealed interface Scene {

  /** The names of the steps that are taken there where nothing fails, in order. */
  default Stream<String> steps() {
    return switch (this) {
      case Taken(String step) -> Stream.of(step);
      case Together(List<List<Scene>> branches) ->
          branches.stream().flatMap(List::stream).flatMap(Scene::steps);
      case Way(_, List<Scene> scenes, _) -> scenes.stream().flatMap(Scene::steps);
      case Refused _ -> Stream.empty();
    };
  }

  /** A step, by the name that it has in the saga. */
  record Taken(String step) implements Scene {}

  /** Branches that go on side by side. */
  record Together(List<List<Scene>> branches) implements Scene {
    public Together {
      branches = branches.stream().map(List::copyOf).toList();
    }
  }

  /**
   * A way that can be gone back to its beginning, for another one.
   *
   * @param otherwise what is told in its place if it is gone back, by why that is
   */
  record Way(String savepoint, List<Scene> scenes, List<Other> otherwise) implements Scene {
    public Way {
      scenes = List.copyOf(scenes);
      otherwise = List.copyOf(otherwise);
    }
  }

  /**
   * Another way.
   *
   * @param why all that leads to it
   */
  record Other(List<Why> why, List<Scene> scenes) {
    public Other {
      why = List.copyOf(why);
      scenes = List.copyOf(scenes);
    }
  }

  /** The code that a way is given up for, at one of its steps. */
  record Why(String step, String code) {}

  /** The story ends here, and what was done is undone. */
  record Refused(String code) implements Scene {}
}
