package dev.skald.worker.release;

import dev.skald.workflows.Sagas;
import dev.skald.workflows.engine.SagaWorkflow;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.deployment.v1.WorkerDeploymentVersion;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.VersioningBehavior;
import io.temporal.api.history.v1.History;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.WorkflowExecutionVersioningInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.converter.DataConverter;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The runs of a server, and a worker of ours that replays them without ever polling for work. */
final class Server {

  /** A busy machine is no deadlock. */
  private static final long PATIENCE_MILLIS = 30_000;

  private static final Set<EventType> BY_FORCE =
      Set.of(
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED,
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT);

  private static final Set<String> SAGAS =
      Sagas.ALL.stream().map(saga -> saga.type().name()).collect(Collectors.toUnmodifiableSet());

  private final WorkflowClient client;
  private final DataConverter converter;
  private final String taskQueue;
  private final String version;
  private final Worker worker;

  /**
   * @param version of this code as Temporal writes it; empty where it is no build of its own
   */
  Server(WorkflowClient client, String taskQueue, String version) {
    this.client = client;
    this.version = version;
    this.converter = client.getOptions().getDataConverter();
    this.taskQueue = taskQueue;
    this.worker =
        WorkerFactory.newInstance(client)
            .newWorker(
                taskQueue,
                WorkerOptions.newBuilder()
                    .setDefaultDeadlockDetectionTimeout(PATIENCE_MILLIS)
                    .build());
    worker.registerWorkflowImplementationFactory(
        SagaWorkflow.class, () -> new SagaWorkflow(Sagas.ALL));
  }

  long count(String query, boolean open) {
    return client.countWorkflows(listing(query, open)).getCount();
  }

  /** Page by page, while it is gone through; the closed ones from the most recent. */
  Stream<Run> runs(String query, boolean open) {
    return client.listExecutions(listing(query, open)).map(Run::of);
  }

  /** Replay asks only what has been decided, so a run that nobody can go on with is told apart. */
  Replayed replay(Run run) {
    try {
      if (!SAGAS.contains(run.type())) {
        return run.open()
            ? broken(run, "", new Break("unknown", "no such saga in this code"))
            : new Replayed.Retired(run);
      }
      return replay(run, client.fetchHistory(run.workflowId(), run.runId()));
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode() == Status.Code.NOT_FOUND
          ? new Replayed.Gone(run)
          : new Replayed.Unreadable(run, e.getStatus().toString());
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      // Whatever it is, this run must not be left out without a word.
      return new Replayed.Unreadable(run, e.toString());
    }
  }

  private Replayed replay(Run run, WorkflowExecutionHistory history) {
    String path = Path.of(history, converter);
    try {
      worker.replayWorkflowExecution(withoutForce(history));
      return new Replayed.Same(run, path);
    } catch (Exception e) {
      return broken(run, path, Break.of(run, e));
    }
  }

  /** The SDK replays what a run did, and takes a word from outside that ended it for a mistake. */
  private static WorkflowExecutionHistory withoutForce(WorkflowExecutionHistory history) {
    List<HistoryEvent> events = history.getEvents();
    if (events.isEmpty() || !BY_FORCE.contains(events.getLast().getEventType())) {
      return history;
    }
    return new WorkflowExecutionHistory(
        History.newBuilder().addAllEvents(events.subList(0, events.size() - 1)).build(),
        history.getWorkflowExecution().getWorkflowId());
  }

  /** What has ended cannot break; nor what is pinned to another build: this code never gets it. */
  private Replayed broken(Run run, String path, Break why) {
    if (!run.open()) {
      return new Replayed.Past(run, path, why);
    }
    String home = pinnedTo(run);
    return home.isEmpty() || home.equals(version)
        ? new Replayed.Broken(run, path, why)
        : new Replayed.Elsewhere(run, home);
  }

  private String pinnedTo(Run run) {
    WorkflowExecutionVersioningInfo info =
        client
            .getWorkflowServiceStubs()
            .blockingStub()
            .describeWorkflowExecution(
                DescribeWorkflowExecutionRequest.newBuilder()
                    .setNamespace(client.getOptions().getNamespace())
                    .setExecution(
                        WorkflowExecution.newBuilder()
                            .setWorkflowId(run.workflowId())
                            .setRunId(run.runId()))
                    .build())
            .getWorkflowExecutionInfo()
            .getVersioningInfo();
    // What somebody has set for this one run goes before what its code declares.
    return switch (info.getVersioningOverride().getOverrideCase()) {
      case PINNED -> written(info.getVersioningOverride().getPinned().getVersion());
      case AUTO_UPGRADE, ONE_TIME -> "";
      case OVERRIDE_NOT_SET ->
          info.getBehavior() == VersioningBehavior.VERSIONING_BEHAVIOR_PINNED
              ? written(info.getDeploymentVersion())
              : "";
    };
  }

  private static String written(WorkerDeploymentVersion version) {
    return version.getDeploymentName() + ":" + version.getBuildId();
  }

  private String listing(String query, boolean open) {
    return "TaskQueue = '%s' AND ExecutionStatus %s 'Running'%s"
        .formatted(taskQueue, open ? "=" : "!=", query.isBlank() ? "" : " AND (" + query + ")");
  }
}
