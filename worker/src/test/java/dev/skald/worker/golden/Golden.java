package dev.skald.worker.golden;

import dev.skald.workflows.Sagas;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaWorkflow;
import io.temporal.client.WorkflowClient;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Replays histories with the code of today, or with code that something is wrong with. */
final class Golden {

  /** Ours, and those that go where none of ours goes. */
  static final List<Saga<?>> SAGAS =
      Stream.concat(Sagas.ALL.stream(), RareSagas.ALL.stream()).toList();

  /** A busy machine is no deadlock. */
  private static final long PATIENCE_MILLIS = 30_000;

  /**
   * What came of a replay.
   *
   * @param broken what Temporal, or the engine, had to say
   * @param commands all that was asked for
   */
  record Replay(Optional<String> broken, List<String> commands) {}

  private final WorkflowClient client;
  private final Collection<Saga<?>> sagas;

  /**
   * @param client with the application's own data converter; nothing is ever asked of its server
   */
  Golden(WorkflowClient client, Collection<Saga<?>> sagas) {
    this.client = client;
    this.sagas = sagas;
  }

  /**
   * @param between what stands between the story and Temporal, the first nearest to the story
   */
  Replay replay(WorkflowExecutionHistory history, WorkerInterceptor... between) {
    Trace trace = new Trace(client.getOptions().getDataConverter());
    List<WorkerInterceptor> all = new ArrayList<>(List.of(between));
    all.add(trace);
    WorkerFactory factory =
        WorkerFactory.newInstance(
            client,
            WorkerFactoryOptions.newBuilder()
                .setWorkerInterceptors(all.toArray(WorkerInterceptor[]::new))
                .build());
    Worker worker =
        factory.newWorker(
            "golden",
            WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(PATIENCE_MILLIS).build());
    worker.registerWorkflowImplementationFactory(SagaWorkflow.class, () -> new SagaWorkflow(sagas));
    try {
      worker.replayWorkflowExecution(history);
      return new Replay(Optional.empty(), trace.lines());
    } catch (Exception e) {
      return new Replay(Optional.of(String.valueOf(e.getMessage())), trace.lines());
    } finally {
      factory.shutdownNow();
    }
  }
}
