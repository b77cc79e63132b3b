package dev.skald.workflows.engine;

import java.util.List;

/** A piece of a saga's story as a rehearsal tells it: what docs and diagrams are drawn from. */
public sealed interface Scene {

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
