package dev.skald.workflows;

import dev.skald.workflows.accounttransfer.AccountTransferSaga;
import dev.skald.workflows.contentprocessing.ContentProcessingSaga;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.Step;
import dev.skald.workflows.orderprocessing.OrderProcessingSaga;
import dev.skald.workflows.ridebooking.RideBookingSaga;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Every saga that there is. Registration, REST, validation and docs follow from this list. */
public final class Sagas {

  public static final List<Saga<?>> ALL =
      List.of(
          new AccountTransferSaga(),
          new OrderProcessingSaga(),
          new RideBookingSaga(),
          new ContentProcessingSaga());

  private Sagas() {}

  /** The saga that has this name in URLs and in Temporal. */
  public static Optional<Saga<?>> find(String name) {
    return ALL.stream().filter(saga -> saga.type().name().equals(name)).findFirst();
  }

  /** The contracts of all contexts that steps of these sagas need. */
  public static Set<Class<?>> contracts(Collection<Saga<?>> sagas) {
    Set<Class<?>> contracts = new LinkedHashSet<>();
    for (Saga<?> saga : sagas) {
      saga.type().steps().values().stream()
          .filter(Step.class::isInstance)
          .map(step -> ((Step<?, ?, ?>) step).contract())
          .forEach(contracts::add);
    }
    return contracts;
  }
}
