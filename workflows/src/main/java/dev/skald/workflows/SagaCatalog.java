package dev.skald.workflows;

import dev.skald.workflows.engine.Saga;
import java.util.List;
import java.util.Optional;

/** The sagas that a program knows, in the order in which they are shown. */
public record SagaCatalog(List<Saga<?>> sagas) {

  public SagaCatalog {
    sagas = List.copyOf(sagas);
    requireOtherIds(sagas);
  }

  /** A run is found by its id alone, in the log as in Temporal, whatever saga was asked for. */
  private static void requireOtherIds(List<Saga<?>> sagas) {
    List<String> starts = sagas.stream().map(saga -> saga.type().name() + "-").sorted().toList();
    for (int i = 1; i < starts.size(); i++) {
      String one = starts.get(i - 1);
      String other = starts.get(i);
      if (other.startsWith(one)) {
        throw new IllegalArgumentException(
            "sagas could have the same ids, which are a saga's name, '-' and the caller's key: those named '%s' and '%s' could both have '%s1'; name one of them otherwise"
                .formatted(withoutEnd(one), withoutEnd(other), other));
      }
    }
  }

  private static String withoutEnd(String start) {
    return start.substring(0, start.length() - 1);
  }

  /** The saga that has this name in URLs and in Temporal. */
  public Optional<Saga<?>> find(String name) {
    return sagas.stream().filter(saga -> saga.type().name().equals(name)).findFirst();
  }

  public List<String> names() {
    return sagas.stream().map(saga -> saga.type().name()).toList();
  }
}
