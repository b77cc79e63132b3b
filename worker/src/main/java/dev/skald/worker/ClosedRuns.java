package dev.skald.worker;

import dev.skald.projections.sagas.OpenSagas.OpenSaga;
import dev.skald.workflows.engine.SagaStatus;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The runs that Temporal closed by force, be it before their first event, so that nobody else has
 * heard of them. They stay in its list, recovered or not, as long as it keeps closed runs.
 */
final class ClosedRuns {

  private static final String CLOSED_BY_FORCE =
      "ExecutionStatus IN ('Terminated', 'TimedOut', 'Failed') AND SagaStatus IN (%s)"
          .formatted(
              Stream.of(SagaStatus.RUNNING, SagaStatus.COMPENSATING, SagaStatus.AWAITING_OPERATOR)
                  .map(status -> "'" + status + "'")
                  .collect(Collectors.joining(", ")));

  private final WorkflowClient client;

  ClosedRuns(WorkflowClient client) {
    this.client = client;
  }

  /** All of them, listed while they are looked at. */
  Stream<OpenSaga> begunBefore(Instant time) {
    return client
        .listExecutions(CLOSED_BY_FORCE)
        .filter(run -> run.getStatus() != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING)
        .filter(run -> run.getStartTime().isBefore(time))
        .map(run -> new OpenSaga(run.getExecution().getWorkflowId(), run.getWorkflowType(), false));
  }
}
