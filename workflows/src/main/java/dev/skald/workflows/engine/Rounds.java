package dev.skald.workflows.engine;

import io.temporal.workflow.WorkflowThreadLocal;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Under which command each step is taken. Each way that was given up before, as the story goes,
 * begins another round: what is taken from then on is told apart from what was taken on that way.
 */
final class Rounds {

  /** The ways that were given up before the story came to where a thread of it is. */
  private final WorkflowThreadLocal<Set<String>> givenUp =
      WorkflowThreadLocal.withCachedInitial(LinkedHashSet::new);

  private final Map<String, Integer> begunAnew = new HashMap<>();

  int of(String step) {
    return 1 + givenUp.get().size() + begunAnew.getOrDefault(step, 0);
  }

  /** A step that was refused, where only people lead on, is begun anew. */
  void next(String step) {
    begunAnew.merge(step, 1, Integer::sum);
  }

  Set<String> givenUp() {
    return Set.copyOf(givenUp.get());
  }

  /** Behind these ways, or branches that have given them up. */
  void behind(Collection<String> ways) {
    givenUp.get().addAll(ways);
  }
}
