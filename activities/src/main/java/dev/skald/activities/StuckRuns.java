package dev.skald.activities;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.History;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowTaskFailedEventAttributes;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryReverseRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.failure.ApplicationFailure;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Why workers try again and again to go on with a run: its story breaks a rule or throws, or is
 * another one than it was when the run began.
 */
public final class StuckRuns {

  /**
   * What became of the first try is written down, all later ones are only counted: it is near the
   * end. Before it may stand what failed long ago, and was done then.
   */
  private static final int LAST_EVENTS = 20;

  private static final Set<EventType> ENDS_OF_TASKS =
      Set.of(
          EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
          EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED,
          EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT);

  private static final Cause SILENCE =
      new Cause("timed-out", "workers take it up, and do not answer in time; their logs say more");

  private final WorkflowClient client;

  public StuckRuns(WorkflowClient client) {
    this.client = client;
  }

  /** What the worker said, or how Temporal calls it. */
  public record Cause(String code, String message) {

    /** Whether it is known that they fail, and not only that they have not answered in time. */
    public boolean isKnown() {
      return !equals(SILENCE);
    }

    /** For people. */
    public String inWords() {
      return "its story cannot be told: %s (%s)".formatted(message, code);
    }
  }

  /** Empty where the run goes on, or was not tried often enough to tell. */
  public Optional<Cause> cause(String sagaId, LastRun run) {
    if (!run.isStuck()) {
      return Optional.empty();
    }
    return lastEvents(sagaId, Objects.requireNonNull(run.runId())).getEventsList().stream()
        .filter(event -> ENDS_OF_TASKS.contains(event.getEventType()))
        .findFirst()
        .filter(HistoryEvent::hasWorkflowTaskFailedEventAttributes)
        .map(HistoryEvent::getWorkflowTaskFailedEventAttributes)
        .map(this::cause)
        .or(() -> Optional.of(SILENCE));
  }

  private History lastEvents(String sagaId, String runId) {
    return client
        .getWorkflowServiceStubs()
        .blockingStub()
        .getWorkflowExecutionHistoryReverse(
            GetWorkflowExecutionHistoryReverseRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setExecution(WorkflowExecution.newBuilder().setWorkflowId(sagaId).setRunId(runId))
                .setMaximumPageSize(LAST_EVENTS)
                .build())
        .getHistory();
  }

  private Cause cause(WorkflowTaskFailedEventAttributes failed) {
    if (!failed.hasFailure()) {
      return new Cause(failed.getCause().name(), "Temporal did not take what the worker answered");
    }
    Throwable inner =
        client.getOptions().getDataConverter().failureToException(failed.getFailure());
    while (inner.getCause() != null && !tellsAll(inner)) {
      inner = inner.getCause();
    }
    return inner instanceof ApplicationFailure failure
        ? new Cause(
            failure.getType(),
            Disagreement.inWords(
                Objects.requireNonNullElse(failure.getOriginalMessage(), "no words")))
        : new Cause(
            inner.getClass().getName(), Disagreement.inWords(String.valueOf(inner.getMessage())));
  }

  private static boolean tellsAll(Throwable thrown) {
    return thrown instanceof ApplicationFailure failure && Disagreement.tellsAll(failure.getType());
  }
}
