package dev.skald.worker.release;

import dev.skald.workflows.Sagas;
import dev.skald.workflows.engine.SagaWorkflow;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.converter.DataConverter;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The runs of a server, and a worker of ours that replays them without ever polling for work. */
final class Server {

  /** A busy machine is no deadlock. */
  private static final long PATIENCE_MILLIS = 30_000;

  private static final Set<String> SAGAS =
      Sagas.ALL.stream().map(saga -> saga.type().name()).collect(Collectors.toUnmodifiableSet());

  private final WorkflowClient client;
  private final DataConverter converter;
  private final String taskQueue;
  private final Worker worker;

  Server(WorkflowClient client, String taskQueue) {
    this.client = client;
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
    if (!SAGAS.contains(run.type())) {
      return run.open()
          ? new Replayed.Broken(run, "", new Break("unknown", "no such saga in this code"))
          : new Replayed.Retired(run);
    }
    try {
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
      worker.replayWorkflowExecution(history);
      return new Replayed.Same(run, path);
    } catch (Exception e) {
      return new Replayed.Broken(run, path, Break.of(run, e));
    }
  }

  private String listing(String query, boolean open) {
    return "TaskQueue = '%s' AND ExecutionStatus %s 'Running'%s"
        .formatted(taskQueue, open ? "=" : "!=", query.isBlank() ? "" : " AND (" + query + ")");
  }
}
