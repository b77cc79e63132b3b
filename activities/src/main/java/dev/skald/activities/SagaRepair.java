package dev.skald.activities;

import dev.skald.activities.SagaLog.Beginning;
import dev.skald.domain.sagas.SagaEvent.SagaStarted;
import dev.skald.workflows.engine.SagaAttributes;
import dev.skald.workflows.engine.SagaStart;
import dev.skald.workflows.engine.SagaStart.Repair;
import dev.skald.workflows.engine.SagaType;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.Priority;
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

  /** What Temporal knows of the saga now. */
  public LastRun lastRun(String sagaId) {
    try {
      WorkflowExecutionDescription run = client.newUntypedWorkflowStub(sagaId).describe();
      return new LastRun(
          run.getExecution().getRunId(),
          run.getStatus(),
          run.getRawDescription().getPendingWorkflowTask().getAttempt());
    } catch (WorkflowNotFoundException e) {
      return LastRun.LOST;
    }
  }

  /**
   * Answers which run this call began: what runs again, or has ended meanwhile, is not begun. The
   * new run goes on in the name of whoever began the saga; who repairs it is told elsewhere.
   *
   * @param last the run that is over, though the log knows of no ending
   */
  public Optional<String> begin(SagaType<?> type, String sagaId, LastRun last, Repair repair) {
    Beginning beginning = log.beginning(sagaId).orElse(null);
    Map<String, Object> request = beginning == null ? null : beginning.started().request();
    if (beginning == null || request == null) {
      return beginFromHistory(type, sagaId, last, repair);
    }
    return begin(type, sagaId, last, start(beginning, repair), request);
  }

  /** Where the log does not know the request, as old ones do not, the run that ended does. */
  private Optional<String> beginFromHistory(
      SagaType<?> type, String sagaId, LastRun last, Repair repair) {
    RunInput input = RunInput.of(client, sagaId);
    SagaStart first = input.start();
    SagaStart start =
        new SagaStart(
            first.businessKey(),
            first.requestHash(),
            first.origin(),
            first.initiator(),
            first.priority(),
            repair);
    return begin(type, sagaId, last, start, input.request());
  }

  private static SagaStart start(Beginning beginning, Repair repair) {
    SagaStarted first = beginning.started();
    return new SagaStart(
        first.businessKey(),
        first.requestHash(),
        beginning.origin(),
        first.initiator(),
        first.priority(),
        repair);
  }

  private Optional<String> begin(
      SagaType<?> type, String sagaId, LastRun last, SagaStart start, Object request) {
    try {
      return Optional.of(
          client
              .newUntypedWorkflowStub(type.name(), options(type, sagaId, last, start))
              .start(start, request)
              .getRunId());
    } catch (WorkflowExecutionAlreadyStarted _) {
      return Optional.empty();
    }
  }

  /**
   * A saga that ends closes its run as completed, so that Temporal refuses to begin it once more,
   * whoever is late. Where the run is completed and the log knows no ending, it is the log that has
   * forgotten something, as one does that was restored from a copy.
   */
  private static WorkflowIdReusePolicy reuse(LastRun last) {
    return last.isCompleted()
        ? WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE
        : WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY;
  }

  private WorkflowOptions options(SagaType<?> type, String sagaId, LastRun last, SagaStart start) {
    WorkflowOptions.Builder options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(sagaId)
            .setTaskQueue(temporal.taskQueue())
            .setWorkflowTaskTimeout(TASK_TIMEOUT)
            .setWorkflowIdReusePolicy(reuse(last))
            .setStaticSummary("%s %s, repaired".formatted(type.name(), start.businessKey()))
            .setMemo(Map.of("requestHash", start.requestHash()))
            .setTypedSearchAttributes(SagaAttributes.atStart(type, start.businessKey()));
    if (start.priority() != null) {
      options.setPriority(Priority.newBuilder().setPriorityKey(start.priority()).build());
    }
    return options.build();
  }
}
