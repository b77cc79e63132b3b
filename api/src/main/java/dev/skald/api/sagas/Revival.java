package dev.skald.api.sagas;

import dev.skald.activities.SagaLog;
import dev.skald.activities.SagaRepair;
import dev.skald.domain.Origin;
import dev.skald.domain.sagas.SagaEvent.RecoveryTried;
import dev.skald.projections.sagas.SagaView;
import dev.skald.workflows.engine.SagaStart.Repair;
import dev.skald.workflows.engine.SagaType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Begins sagas anew whose runs were lost and given up on, when an operator says how. */
final class Revival {

  private final SagaViews views;
  private final SagaTypes types;
  private final SagaLog log;
  private final SagaRepair repair;

  Revival(SagaViews views, SagaTypes types, SagaLog log, SagaRepair repair) {
    this.views = views;
    this.types = types;
    this.log = log;
    this.repair = repair;
  }

  /** Answers whether the saga was lost, and runs again now. */
  boolean revive(String sagaId, Repair.Kind how, String reason, Origin origin) {
    Optional<SagaView> lost = views.view(sagaId).filter(SagaView::isGivenUp);
    SagaView.@Nullable Recovery before = lost.map(SagaView::recovery).orElse(null);
    SagaType<?> type = lost.map(saga -> types.known(saga.type())).orElse(null);
    if (before == null || type == null) {
      return false;
    }
    if (!repair.begin(type, sagaId, new Repair(how, reason), origin)) {
      repair.beginFromHistory(type, sagaId, new Repair(how, reason));
    }
    // Recorded when there is a run again: until then it goes on waiting for an operator.
    int number = before.tries() + 1;
    log.record(
        sagaId,
        "%s/recovery/%d".formatted(sagaId, number),
        origin,
        new RecoveryTried(number, before.finding(), how.name()));
    return true;
  }
}
