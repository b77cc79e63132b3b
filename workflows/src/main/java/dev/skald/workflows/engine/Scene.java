package dev.skald.workflows.engine;

import java.util.List;
import java.util.stream.Stream;

/** A piece of a saga's story as a rehearsal tells it: what docs and diagrams are drawn from. */
public sealed interface Scene {

  /** The names of all steps in there, in order. */
  default Stream<String> steps() {
    return switch (this) {
      case Taken(String step) -> Stream.of(step);
      case Together(List<List<Scene>> branches) ->
          branches.stream().flatMap(List::stream).flatMap(Scene::steps);
      case Way(_, List<Scene> scenes) -> scenes.stream().flatMap(Scene::steps);
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

  /** A way that can be gone back to its beginning, for another one. */
  record Way(String savepoint, List<Scene> scenes) implements Scene {
    public Way {
      scenes = List.copyOf(scenes);
    }
  }
}
