package dev.skald.api.sagas;

import dev.skald.api.Problem;
import dev.skald.workflows.Sagas;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaType;

/** Finds a saga by the name it has in URLs. */
final class SagaTypes {

  private SagaTypes() {}

  static SagaType<?> find(String name) {
    return Sagas.ALL.stream()
        .<SagaType<?>>map(Saga::type)
        .filter(type -> type.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.notFound(
                    "saga-type-unknown",
                    "there is no saga '%s'; there are %s"
                        .formatted(
                            name, Sagas.ALL.stream().map(saga -> saga.type().name()).toList())));
  }
}
