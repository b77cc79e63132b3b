package dev.skald.api.sagas;

import dev.skald.api.Problem;
import dev.skald.workflows.SagaCatalog;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds sagas by the names that they have in URLs. */
final class SagaTypes {

  private final SagaCatalog catalog;

  SagaTypes(SagaCatalog catalog) {
    this.catalog = catalog;
  }

  List<Saga<?>> all() {
    return catalog.sagas();
  }

  Saga<?> saga(String name) {
    return catalog
        .find(name)
        .orElseThrow(
            () ->
                Problem.notFound(
                    "saga-type-unknown",
                    "there is no saga '%s'; there are %s".formatted(name, catalog.names())));
  }

  SagaType<?> find(String name) {
    return saga(name).type();
  }

  /** Null for one that this program does not know, or does not know any more. */
  @Nullable SagaType<?> known(String name) {
    return catalog.find(name).<@Nullable SagaType<?>>map(Saga::type).orElse(null);
  }
}
