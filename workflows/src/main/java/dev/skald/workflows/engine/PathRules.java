package dev.skald.workflows.engine;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which steps may follow which. A rehearsal at start-up and every run go by the same rules: a story
 * that breaks them makes no sense, and is stopped before it does something that cannot be undone.
 */
final class PathRules {

  private final Set<String> taken = new HashSet<>();
  private final Set<String> savepoints = new HashSet<>();
  private @Nullable String pivot;

  void take(String name, DeclaredStep step, Path path) {
    require(taken.add(name), "step '" + name + "' is taken twice on one path");
    String where = "step '" + name + "' ";
    switch (step.kind()) {
      case REVERSIBLE ->
          require(
              pivot == null,
              where
                  + (step instanceof OutsideEvent<?>
                      ? "waits for an event after the pivot, where nothing is waited for any more: wait before it"
                      : "comes after the pivot, where nothing is undone any more: declare it forward or optional"));
      case PIVOT -> {
        require(pivot == null, where + "is a second pivot, after '" + pivot + "'");
        require(
            !path.isInBranch(),
            where + "is a pivot in a branch: its siblings could fail when there is no way back");
        pivot = name;
      }
      case FORWARD ->
          require(pivot != null, where + "only goes forward but comes before the pivot");
      case OPTIONAL -> {}
    }
  }

  void savepoint(String savepoint) {
    Part.checkName(savepoint);
    require(savepoints.add(savepoint), "savepoint '" + savepoint + "' is set twice");
    require(
        pivot == null,
        "savepoint '" + savepoint + "' comes after the pivot, from where there is no way back");
  }

  void refuse(String code) {
    require(
        pivot == null,
        "it refuses ('" + code + "') after the pivot, from where there is no way back");
  }

  /** It was undone, so that it may be taken again. */
  void forget(String name) {
    taken.remove(name);
    if (name.equals(pivot)) {
      pivot = null;
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
