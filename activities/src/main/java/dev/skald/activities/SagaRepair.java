package dev.skald.activities;

import dev.skald.domain.Origin;
import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.SagaStarted;
import dev.skald.workflows.engine.SagaAttributes;
import dev.skald.workflows.engine.SagaStart;
import dev.skald.workflows.engine.SagaStart.Repair;
import dev.skald.workflows.engine.SagaType;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.Priority;
import io.temporal.common.converter.DataConverter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Begins a saga anew under its own id, when its run has ended without an ending. What was done
 * answers from the log, so the new run goes on where the old one stopped, or undoes what stands.
 */
public final class SagaRepair {

  private static final Duration TASK_TIMEOUT = Duration.ofSeconds(5);

  private final WorkflowClient client;
  private final TemporalProperties temporal;
  private final SagaLog log;

  public SagaRepair(WorkflowClient client, TemporalProperties temporal, SagaLog log) {
    this.client = client;
    this.temporal = temporal;
    this.log = log;
  }

  /** Answers whether there is a run of it now: it needs its request, which old logs do not have. */
  public boolean begin(SagaType<?> type, String sagaId, Repair repair, Origin origin) {
    Optional<SagaStarted> started = started(sagaId);
    Map<String, Object> request = started.map(SagaStarted::request).orElse(null);
    if (started.isEmpty() || request == null) {
      return false;
    }
    SagaStarted first = started.get();
    SagaStart start =
        new SagaStart(
            first.businessKey(),
            first.requestHash(),
            origin,
            first.initiator(),
            first.priority(),
            repair);
    begin(type, sagaId, start, request);
    return true;
  }

  /** Where the log does not know the request, the run that ended does. */
  @SuppressWarnings("unchecked")
  public void beginFromHistory(SagaType<?> type, String sagaId, Repair repair) {
    Optional<Payloads> input =
        Optional.of(
            client
                .fetchHistory(sagaId)
                .getEvents()
                .getFirst()
                .getWorkflowExecutionStartedEventAttributes()
                .getInput());
    DataConverter converter = client.getOptions().getDataConverter();
    SagaStart first = converter.fromPayloads(0, input, SagaStart.class, SagaStart.class);
    Map<String, Object> request = converter.fromPayloads(1, input, Map.class, Map.class);
    begin(
        type,
        sagaId,
        new SagaStart(
            first.businessKey(),
            first.requestHash(),
            first.origin(),
            first.initiator(),
            first.priority(),
            repair),
        request);
  }

  private void begin(SagaType<?> type, String sagaId, SagaStart start, Object request) {
    try {
      client
          .newUntypedWorkflowStub(type.name(), options(type, sagaId, start))
          .start(start, request);
    } catch (WorkflowExecutionAlreadyStarted _) {
      // Somebody else did it at the same time.
    }
  }

  private Optional<SagaStarted> started(String sagaId) {
    try (var events = log.events(sagaId)) {
      return events
          .filter(SagaStarted.class::isInstance)
          .map((SagaEvent event) -> (SagaStarted) event)
          .findFirst();
    }
  }

  private WorkflowOptions options(SagaType<?> type, String sagaId, SagaStart start) {
    WorkflowOptions.Builder options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(sagaId)
            .setTaskQueue(temporal.taskQueue())
            .setWorkflowTaskTimeout(TASK_TIMEOUT)
            .setWorkflowIdReusePolicy(
                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
            .setStaticSummary("%s %s, repaired".formatted(type.name(), start.businessKey()))
            .setMemo(Map.of("requestHash", start.requestHash()))
            .setTypedSearchAttributes(SagaAttributes.atStart(type, start.businessKey()));
    if (start.priority() != null) {
      options.setPriority(Priority.newBuilder().setPriorityKey(start.priority()).build());
    }
    return options.build();
  }
}
