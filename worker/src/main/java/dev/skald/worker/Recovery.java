package dev.skald.worker;

import dev.skald.activities.SagaLog;
import dev.skald.activities.SagaRepair;
import dev.skald.domain.Origin;
import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.RecoveryTried;
import dev.skald.domain.sagas.SagaEvent.SagaCompensated;
import dev.skald.domain.sagas.SagaEvent.SagaCompensationFailed;
import dev.skald.domain.sagas.SagaEvent.SagaCompleted;
import dev.skald.workflows.engine.SagaStart.Repair;
import dev.skald.workflows.engine.SagaType;
import dev.skald.workflows.engine.SagaType.IfLost;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deals with one saga whose run may have ended without an ending: as it declares, a limited number
 * of times, and each time is an event. Several workers may do so at once: an event happens once,
 * and so does a run.
 */
final class Recovery {

  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
  private static final Origin ORIGIN = new Origin("skald", "recovery", null, null, null, null);
  private static final String GIVEN_UP = "GIVE_UP";

  private final WorkflowClient client;
  private final SagaLog log;
  private final SagaRepair repair;
  private final int attempts;
  private final MeterRegistry meters;

  Recovery(
      WorkflowClient client, SagaLog log, SagaRepair repair, int attempts, MeterRegistry meters) {
    this.client = client;
    this.log = log;
    this.repair = repair;
    this.attempts = attempts;
    this.meters = meters;
  }

  /** Looks at a saga that the read model, or Temporal, believes unfinished. */
  void look(SagaType<?> type, String sagaId) {
    String finding = finding(sagaId);
    if (finding.equals("RUNNING")) {
      return;
    }
    List<SagaEvent> events = events(sagaId);
    boolean nowhere = events.isEmpty() && finding.equals("LOST");
    if (nowhere || events.stream().anyMatch(Recovery::isEnding)) {
      return;
    }
    List<RecoveryTried> before =
        events.stream()
            .filter(RecoveryTried.class::isInstance)
            .map(RecoveryTried.class::cast)
            .toList();
    if (before.stream().noneMatch(tried -> tried.action().equals(GIVEN_UP))) {
      recover(type, sagaId, finding, before.size() + 1);
    }
  }

  private void recover(SagaType<?> type, String sagaId, String finding, int number) {
    String action =
        number > attempts || type.ifLost() == IfLost.ASK_OPERATOR ? GIVEN_UP : type.ifLost().name();
    log.record(
        sagaId,
        "%s/recovery/%d".formatted(sagaId, number),
        ORIGIN,
        new RecoveryTried(number, finding, action));
    meters.counter("skald.sagas.recovered", "type", type.name(), "action", action).increment();
    LOG.atWarn()
        .addKeyValue("saga", sagaId)
        .addKeyValue("finding", finding)
        .addKeyValue("action", action)
        .log("A run ended without an ending");
    if (!action.equals(GIVEN_UP)) {
      Repair.Kind kind = Repair.Kind.valueOf(action);
      String reason = "the run was " + finding.toLowerCase(Locale.ROOT).replace('_', ' ');
      if (!repair.begin(type, sagaId, new Repair(kind, reason), ORIGIN)) {
        repair.beginFromHistory(type, sagaId, new Repair(kind, reason));
      }
    }
  }

  private String finding(String sagaId) {
    try {
      WorkflowExecutionStatus status = client.newUntypedWorkflowStub(sagaId).describe().getStatus();
      return status.name().replace("WORKFLOW_EXECUTION_STATUS_", "");
    } catch (WorkflowNotFoundException e) {
      return "LOST";
    }
  }

  private List<SagaEvent> events(String sagaId) {
    try (var events = log.events(sagaId)) {
      return events.toList();
    }
  }

  private static boolean isEnding(SagaEvent event) {
    return event instanceof SagaCompleted
        || event instanceof SagaCompensated
        || event instanceof SagaCompensationFailed;
  }
}
