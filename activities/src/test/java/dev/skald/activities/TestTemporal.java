package dev.skald.activities;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.skald.workflows.Sagas;
import dev.skald.workflows.engine.Ledger;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaAttributes;
import dev.skald.workflows.engine.SagaJournal;
import dev.skald.workflows.engine.SagaStart;
import dev.skald.workflows.engine.SagaStart.Repair;
import dev.skald.workflows.engine.SagaWorkflow;
import dev.skald.workflows.engine.Step;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.ResetWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A Temporal server, and a worker as the program has it, but for its faults. */
final class TestTemporal implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** After a worker has died, its tasks are given to another one when this is over. */
  private static final Duration TASK_LIMIT = Duration.ofSeconds(5);

  final Participants participants;
  final Faults faults;
  final Holds holds = new Holds();
  private final WorkflowClient client;
  private final Runnable close;
  private final List<Saga<?>> sagas;

  /** What an earlier test has left on the server finds nobody here. */
  private final String queue = "skald-" + UUID.randomUUID();

  private WorkerFactory workers;

  /** The server is in this process, and does all that needs no worker to be lost. */
  TestTemporal() {
    this(Sagas.ALL);
  }

  TestTemporal(List<Saga<?>> sagas) {
    this(inThisProcess(), Participants.inTemporal(Participants.newDatabase()), sagas);
  }

  /** The same, with participants and a saga of a test's own. */
  TestTemporal(Participants participants, Saga<?> saga) {
    this(inThisProcess(), participants, List.of(saga));
  }

  private TestTemporal(
      TestWorkflowEnvironment temporal, Participants participants, List<Saga<?>> sagas) {
    this(temporal.getWorkflowClient(), temporal::close, participants, sagas);
  }

  /** The production server, which gives the tasks of a lost worker to another one. */
  static TestTemporal onServer(String target) {
    return onServer(target, Participants.inTemporal(Participants.newDatabase()));
  }

  static TestTemporal onServer(String target, Participants participants) {
    return onServer(target, participants, Sagas.ALL);
  }

  static TestTemporal onServer(
      String target, Participants participants, List<? extends Saga<?>> sagas) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
    TestNamespace.prepare(stubs, target);
    return new TestTemporal(
        WorkflowClient.newInstance(
            stubs,
            WorkflowClientOptions.newBuilder()
                .setNamespace(TestNamespace.NAME)
                .setDataConverter(TemporalConfiguration.converter())
                .build()),
        stubs::shutdownNow,
        participants,
        List.copyOf(sagas));
  }

  private TestTemporal(
      WorkflowClient client, Runnable close, Participants participants, List<Saga<?>> sagas) {
    this.sagas = sagas;
    this.client = client;
    this.close = close;
    this.participants = participants;
    faults = new Faults(undos(sagas)::contains, participants, this::cancel, this::hasCompleted);
    workers = newWorker();
  }

  private static TestWorkflowEnvironment inThisProcess() {
    TestEnvironmentOptions.Builder options =
        TestEnvironmentOptions.newBuilder()
            .setUseTimeskipping(false)
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder()
                    .setDataConverter(TemporalConfiguration.converter())
                    .build());
    SagaAttributes.ALL.forEach(
        key ->
            options.registerSearchAttribute(
                key.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
    return TestWorkflowEnvironment.newInstance(options.build());
  }

  private static Set<String> undos(List<Saga<?>> sagas) {
    return sagas.stream()
        .flatMap(saga -> saga.type().steps().values().stream())
        .filter(Step.class::isInstance)
        .map(step -> ((Step<?, ?, ?>) step).undoActivity())
        .flatMap(Optional::stream)
        .collect(Collectors.toUnmodifiableSet());
  }

  private WorkerFactory newWorker() {
    WorkerFactory created =
        WorkerFactory.newInstance(
            client,
            // The last one stands outermost: it watches what goes wrong.
            WorkerFactoryOptions.newBuilder()
                .setWorkerInterceptors(holds, faults, participants.get(StepWatch.class))
                .build());
    Worker worker =
        created.newWorker(
            queue,
            WorkerOptions.newBuilder()
                .setMaxConcurrentActivityExecutionSize(1000)
                .setMaxConcurrentLocalActivityExecutionSize(1000)
                .setStickyQueueScheduleToStartTimeout(Duration.ofSeconds(1))
                .build());
    worker.registerWorkflowImplementationFactory(SagaWorkflow.class, () -> new SagaWorkflow(sagas));
    List<Object> activities = new ArrayList<>();
    activities.add(participants.get(SagaJournal.class));
    Sagas.contracts(sagas).forEach(contract -> activities.add(participants.get(contract)));
    worker.registerActivitiesImplementations(activities.toArray());
    created.start();
    return created;
  }

  /** What it was doing at this moment is lost, and another one takes over. */
  void replaceWorker() {
    workers.shutdownNow();
    workers = newWorker();
  }

  /** It ends what it can, and only when it is gone another one comes. */
  void relieveWorker() {
    workers.shutdown();
    workers.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    workers = newWorker();
  }

  /** Workflow code may not use the client: someone else does. */
  private void cancel(String sagaId) {
    try {
      Thread.ofVirtual()
          .start(() -> client.newUntypedWorkflowStub(sagaId).cancel("it was cancelled"))
          .join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the run itself knows by now that all of these steps are done. */
  private boolean hasCompleted(String sagaId, Collection<String> steps) {
    Ledger.Line[] lines =
        client.newUntypedWorkflowStub(sagaId).query("ledger", Ledger.Line[].class);
    return Arrays.stream(lines)
        .filter(line -> steps.contains(line.step()))
        .allMatch(line -> line.status() == Ledger.StepStatus.COMPLETED);
  }

  WorkflowStub begin(Saga<?> saga, String key, Record request) {
    return begin(saga, key, request, null);
  }

  /**
   * Begins it as it was begun, or anew.
   *
   * @param repair how, if it is begun anew
   */
  WorkflowStub begin(Saga<?> saga, String key, Record request, @Nullable Repair repair) {
    WorkflowStub run =
        client.newUntypedWorkflowStub(
            saga.type().name(),
            WorkflowOptions.newBuilder()
                .setTaskQueue(queue)
                .setWorkflowId(sagaId(saga, key))
                .setWorkflowTaskTimeout(TASK_LIMIT)
                .setTypedSearchAttributes(SagaAttributes.atStart(saga.type(), key))
                .build());
    run.start(new SagaStart(key, "hash", Participants.ORIGIN, null, null, repair), request);
    return run;
  }

  /** Where a run can be begun anew from: its first task, if it had one. */
  OptionalLong firstTask(String sagaId) {
    return client.fetchHistory(sagaId).getEvents().stream()
        .filter(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED)
        .mapToLong(HistoryEvent::getEventId)
        .findFirst();
  }

  /** Begins a run anew from a task on, as the Web UI does; answers the new one. */
  WorkflowStub reset(String sagaId, long task) {
    client
        .getWorkflowServiceStubs()
        .blockingStub()
        .resetWorkflowExecution(
            ResetWorkflowExecutionRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setWorkflowExecution(WorkflowExecution.newBuilder().setWorkflowId(sagaId))
                .setReason("somebody wanted to see it again")
                .setWorkflowTaskFinishEventId(task)
                .setRequestId(UUID.randomUUID().toString())
                .build());
    return client.newUntypedWorkflowStub(sagaId);
  }

  /** Keeps what the server says of a run, to be replayed; answers where. */
  Path keepHistory(String sagaId) {
    try {
      Path kept = Path.of("target", sagaId + ".json");
      return Files.writeString(kept, client.fetchHistory(sagaId).toJson(true));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String sagaId(Saga<?> saga, String key) {
    return saga.type().name() + "-" + key;
  }

  static void awaitEnd(WorkflowStub run) throws TimeoutException {
    awaitEnd(run, PATIENCE);
  }

  /** Temporal gives no result of a run that it was asked to cancel, however the run ended. */
  static void awaitEnd(WorkflowStub run, Duration patience) throws TimeoutException {
    try {
      run.getResult(patience.toMillis(), MILLISECONDS, Map.class);
    } catch (WorkflowFailedException e) {
      if (!(e.getCause() instanceof CanceledFailure)) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
    close.run();
    participants.close();
  }
}
