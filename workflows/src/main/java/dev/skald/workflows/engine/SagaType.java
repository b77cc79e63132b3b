package dev.skald.workflows.engine;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What is declared of a saga: its name in URLs and in Temporal, what starts it, and its steps.
 *
 * @param businessKey the id that the request gives to its business object, if it gives one
 */
public record SagaType<R extends Record>(
    String name,
    String purpose,
    Class<R> request,
    Function<R, Optional<String>> businessKey,
    List<Step<?, ?, ?>> steps) {

  public SagaType {
    steps = List.copyOf(steps);
    require(
        name.matches("[a-z][a-z0-9-]{0,62}"), "'" + name + "' is not a name like 'place-order'");
    require(!steps.isEmpty(), "saga '" + name + "' has no steps");
    Set<String> names = new HashSet<>();
    boolean afterPivot = false;
    for (Step<?, ?, ?> step : steps) {
      String where = "step '%s' of saga '%s' ".formatted(step.name(), name);
      require(names.add(step.name()), where + "is declared twice");
      switch (step.kind()) {
        case REVERSIBLE ->
            require(!afterPivot, where + "comes after the pivot, where nothing is undone any more");
        case PIVOT -> {
          require(!afterPivot, where + "is a second pivot");
          afterPivot = true;
        }
        case FORWARD -> require(afterPivot, where + "only goes forward but comes before the pivot");
      }
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
