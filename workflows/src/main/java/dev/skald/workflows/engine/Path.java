package dev.skald.workflows.engine;

import io.temporal.workflow.WorkflowThreadLocal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where in its story a run is: within which savepoints and branches. */
record Path(@Nullable Path outer, String name, boolean branch) {

  private static final Path STORY = new Path(null, "", false);
  private static final WorkflowThreadLocal<Path> CURRENT =
      WorkflowThreadLocal.withCachedInitial(() -> STORY);

  static Path current() {
    return CURRENT.get();
  }

  Path savepoint(String savepoint) {
    return new Path(this, savepoint, false);
  }

  Path ofBranch() {
    return new Path(this, "", true);
  }

  boolean isInBranch() {
    return branch || (outer != null && outer.isInBranch());
  }

  /** Whether there is a savepoint to go back to. */
  boolean isInWay() {
    return outer != null && (!branch || outer.isInWay());
  }

  /** Whether it is on a way that begins at one of these savepoints. */
  boolean isOnAny(Collection<String> savepoints) {
    return ways().stream().anyMatch(savepoints::contains);
  }

  /** The savepoints on whose ways it is, outermost first. */
  List<String> ways() {
    if (outer == null) {
      return List.of();
    }
    List<String> ways = new ArrayList<>(outer.ways());
    if (!branch) {
      ways.add(name);
    }
    return ways;
  }

  /** The same of the savepoint's own place. */
  List<String> outerWays() {
    return outer == null ? List.of() : outer.ways();
  }

  boolean isWithin(Path other) {
    return equals(other) || (outer != null && outer.isWithin(other));
  }

  /** Does something there. Each workflow thread is somewhere of its own. */
  <A> A walk(Supplier<A> story) {
    Path before = CURRENT.get();
    CURRENT.set(this);
    try {
      return story.get();
    } finally {
      CURRENT.set(before);
    }
  }
}
