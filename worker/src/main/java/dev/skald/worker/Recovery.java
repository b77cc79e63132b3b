package dev.skald.worker;

import dev.skald.activities.LastRun;
import dev.skald.activities.SagaLog;
import dev.skald.activities.SagaRepair;
import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.RecoveryTried;
import dev.skald.projections.sagas.OpenSagas.OpenSaga;
import dev.skald.workflows.engine.SagaControl.CalledOff;
import dev.skald.workflows.engine.SagaStart.Repair;
import dev.skald.workflows.engine.SagaType;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deals with one saga whose run may have ended without an ending: as it declares, a limited number
 * of times, and each time is an event. Several workers may do so at once: a run that is over costs
 * one try, since its id is in the id of the try, and is followed by one run.
 */
final class Recovery {

  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private final SagaLog log;
  private final SagaRepair repair;
  private final StuckSagas stuck;
  private final int attempts;
  private final MeterRegistry meters;

  Recovery(SagaLog log, SagaRepair repair, StuckSagas stuck, int attempts, MeterRegistry meters) {
    this.log = log;
    this.repair = repair;
    this.stuck = stuck;
    this.attempts = attempts;
    this.meters = meters;
  }

  /**
   * Looks at a saga that the read model, or Temporal, believes unfinished. Answers whether it has
   * ended, so that nobody need look again.
   */
  boolean look(SagaType<?> type, OpenSaga saga) {
    String sagaId = saga.sagaId();
    LastRun last = repair.lastRun(sagaId);
    if (!last.isOver()) {
      stuck.look(saga, last);
      return false;
    }
    List<SagaEvent> events = events(sagaId);
    if (events.stream().anyMatch(SagaEvent::ends)) {
      return true;
    }
    boolean nowhere = events.isEmpty() && last.isLost();
    // What the events tell may be of a newer run, which another worker has begun meanwhile.
    if (!nowhere && last.equals(repair.lastRun(sagaId))) {
      recover(type, sagaId, last, events);
    }
    return false;
  }

  private void recover(SagaType<?> type, String sagaId, LastRun last, List<SagaEvent> events) {
    Tries tries = Tries.of(events);
    if (tries.isGivenUp()) {
      return;
    }
    RecoveryTried next = tries.next(last.finding(), type.ifLost(), attempts);
    if (log.recordFirst(
        sagaId, commandId(sagaId, last, events), Ourselves.within(log, sagaId), next)) {
      tell(type, sagaId, next);
      begin(type, sagaId, last, tries.and(next));
    } else {
      // The try is recorded and no run has followed: whoever did that has died, was refused by
      // Temporal, or is about to begin it. It is the same try, and what it said holds.
      begin(type, sagaId, last, Tries.of(events(sagaId)));
    }
  }

  private void begin(SagaType<?> type, String sagaId, LastRun last, Tries tries) {
    String action = tries.last();
    if (action != null && !tries.isGivenUp()) {
      String reason = "the run was " + last.finding().toLowerCase(Locale.ROOT).replace('_', ' ');
      CalledOff wish = tries.undoing() ? log.calledOff(sagaId).orElse(null) : null;
      repair.begin(type, sagaId, last, new Repair(Repair.Kind.valueOf(action), reason, wish));
    }
  }

  private void tell(SagaType<?> type, String sagaId, RecoveryTried tried) {
    meters
        .counter("skald.sagas.recovered", "type", type.name(), "action", tried.action())
        .increment();
    LOG.atWarn()
        .addKeyValue("saga", sagaId)
        .addKeyValue("finding", tried.finding())
        .addKeyValue("action", tried.action())
        .log("A run ended without an ending");
  }

  /**
   * A run that Temporal knows nothing of has no id. It is told from one that is lost later by how
   * much is recorded, tries apart; but giving up and what an operator made of it are two.
   */
  private static String commandId(String sagaId, LastRun last, List<SagaEvent> events) {
    String run = last.runId();
    if (run == null) {
      run = "lost-" + events.stream().filter(Recovery::isProgress).count();
    }
    return "%s/recovery/%s".formatted(sagaId, run);
  }

  private static boolean isProgress(SagaEvent event) {
    return !(event instanceof RecoveryTried tried) || Tries.isGivingUp(tried.action());
  }

  private List<SagaEvent> events(String sagaId) {
    try (var events = log.events(sagaId)) {
      return events.toList();
    }
  }
}
