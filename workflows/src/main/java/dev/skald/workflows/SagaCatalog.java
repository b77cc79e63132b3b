package dev.skald.workflows;

import dev.skald.workflows.engine.Saga;
import java.util.List;
import java.util.Optional;

/** The sagas that a program knows, in the order in which they are shown. */
public record SagaCatalog(List<Saga<?>> sagas) {

  public SagaCatalog {
    sagas = List.copyOf(sagas);
  }

  /** The saga that has this name in URLs and in Temporal. */
  public Optional<Saga<?>> find(String name) {
    return sagas.stream().filter(saga -> saga.type().name().equals(name)).findFirst();
  }

  public List<String> names() {
    return sagas.stream().map(saga -> saga.type().name()).toList();
  }
}
