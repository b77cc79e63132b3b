package dev.skald.worker.golden;

import com.google.protobuf.GeneratedMessage;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaWorkflow;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueRequest;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskCompletedResponse;
import io.temporal.api.workflowservice.v1.RespondActivityTaskFailedRequest;
import io.temporal.api.workflowservice.v1.RespondActivityTaskFailedResponse;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedResponse;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskFailedRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskFailedResponse;
import io.temporal.api.workflowservice.v1.ShutdownWorkerRequest;
import io.temporal.api.workflowservice.v1.ShutdownWorkerResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * As much of a server as it takes to go on with runs that histories have left open, and a worker
 * with the code of today. No server takes a run over from a file; so this one does. The worker
 * remembers nothing from task to task, so that it replays all of a run each time.
 */
final class OpenRuns extends WorkflowServiceGrpc.WorkflowServiceImplBase
    implements OpenRun.Work, AutoCloseable {

  private static final long PATIENCE_MILLIS = 30_000;
  private static final int LONGEST_POLL_MILLIS = 1000;

  private final Map<String, OpenRun> runs = new ConcurrentHashMap<>();
  private final BlockingQueue<PollWorkflowTaskQueueResponse> tasks = new LinkedBlockingQueue<>();
  private final BlockingQueue<PollActivityTaskQueueResponse> activities =
      new LinkedBlockingQueue<>();
  private final Collection<Saga<?>> sagas;
  private final WorkflowClientOptions options;
  private final Server server;
  private final ManagedChannel channel;
  private final WorkerFactory factory;

  /**
   * @param options the application's own, with its data converter
   */
  OpenRuns(WorkflowClientOptions options, Collection<Saga<?>> sagas) {
    this.sagas = sagas;
    this.options = options;
    String name = "open-runs-" + UUID.randomUUID();
    try {
      server = InProcessServerBuilder.forName(name).addService(this).build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    channel = InProcessChannelBuilder.forName(name).build();
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setChannel(channel).build());
    factory =
        WorkerFactory.newInstance(
            WorkflowClient.newInstance(stubs, options),
            WorkerFactoryOptions.newBuilder()
                .setWorkflowCacheSize(0)
                .setWorkerInterceptors(new InTurn())
                .build());
    Worker worker =
        factory.newWorker(
            "golden",
            WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(PATIENCE_MILLIS).build());
    worker.registerWorkflowImplementationFactory(SagaWorkflow.class, () -> new SagaWorkflow(sagas));
    worker.registerActivitiesImplementations(new Script(sagas));
    factory.start();
  }

  /**
   * Goes on with a run, from where its history ends to its own end. All that it asks for from there
   * on works. Answers what was added.
   */
  CompletableFuture<List<HistoryEvent>> goOn(List<HistoryEvent> soFar) {
    String id = UUID.randomUUID().toString();
    String type =
        soFar.getFirst().getWorkflowExecutionStartedEventAttributes().getWorkflowType().getName();
    Saga<?> saga =
        sagas.stream().filter(one -> one.type().name().equals(type)).findFirst().orElseThrow();
    OpenRun run = new OpenRun(id, soFar, new People(saga.type(), options.getDataConverter()), this);
    runs.put(id, run);
    run.begin();
    return run.end().orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void workflowTask(PollWorkflowTaskQueueResponse.Builder task) {
    tasks.add(task.build());
  }

  @Override
  public void activityTask(PollActivityTaskQueueResponse.Builder task) {
    activities.add(task.build());
  }

  @Override
  public void pollWorkflowTaskQueue(
      PollWorkflowTaskQueueRequest request,
      StreamObserver<PollWorkflowTaskQueueResponse> response) {
    next(tasks, PollWorkflowTaskQueueResponse.getDefaultInstance(), response);
  }

  @Override
  public void pollActivityTaskQueue(
      PollActivityTaskQueueRequest request,
      StreamObserver<PollActivityTaskQueueResponse> response) {
    next(activities, PollActivityTaskQueueResponse.getDefaultInstance(), response);
  }

  private static <M extends GeneratedMessage> void next(
      BlockingQueue<M> queue, M none, StreamObserver<M> response) {
    try {
      M next = queue.poll(LONGEST_POLL_MILLIS, TimeUnit.MILLISECONDS);
      answer(response, next == null ? none : next);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer(response, none);
    }
  }

  @Override
  public void respondWorkflowTaskCompleted(
      RespondWorkflowTaskCompletedRequest request,
      StreamObserver<RespondWorkflowTaskCompletedResponse> response) {
    run(request.getTaskToken().toStringUtf8()).completed(request);
    answer(response, RespondWorkflowTaskCompletedResponse.getDefaultInstance());
  }

  @Override
  public void respondWorkflowTaskFailed(
      RespondWorkflowTaskFailedRequest request,
      StreamObserver<RespondWorkflowTaskFailedResponse> response) {
    run(request.getTaskToken().toStringUtf8())
        .fails(request.getCause() + ": " + request.getFailure().getMessage());
    answer(response, RespondWorkflowTaskFailedResponse.getDefaultInstance());
  }

  @Override
  public void respondActivityTaskCompleted(
      RespondActivityTaskCompletedRequest request,
      StreamObserver<RespondActivityTaskCompletedResponse> response) {
    answered(
        request.getTaskToken().toStringUtf8(),
        (scheduled, event) -> {
          event.setEventType(EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED);
          event
              .getActivityTaskCompletedEventAttributesBuilder()
              .setScheduledEventId(scheduled)
              .setStartedEventId(event.getEventId() - 1)
              .setResult(request.getResult());
        });
    answer(response, RespondActivityTaskCompletedResponse.getDefaultInstance());
  }

  @Override
  public void respondActivityTaskFailed(
      RespondActivityTaskFailedRequest request,
      StreamObserver<RespondActivityTaskFailedResponse> response) {
    answered(
        request.getTaskToken().toStringUtf8(),
        (scheduled, event) -> {
          event.setEventType(EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED);
          event
              .getActivityTaskFailedEventAttributesBuilder()
              .setScheduledEventId(scheduled)
              .setStartedEventId(event.getEventId() - 1)
              .setFailure(request.getFailure());
        });
    answer(response, RespondActivityTaskFailedResponse.getDefaultInstance());
  }

  private interface Ending {
    void tell(long scheduled, HistoryEvent.Builder event);
  }

  private void answered(String token, Ending ending) {
    long scheduled = Long.parseLong(token.substring(token.indexOf('@') + 1));
    Consumer<HistoryEvent.Builder> how = event -> ending.tell(scheduled, event);
    run(token.substring(0, token.indexOf('@'))).answered(scheduled, how);
  }

  private OpenRun run(String id) {
    OpenRun run = runs.get(id);
    if (run == null) {
      throw new IllegalStateException("no run " + id);
    }
    return run;
  }

  @Override
  public void getSystemInfo(
      GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> response) {
    GetSystemInfoResponse.Builder info = GetSystemInfoResponse.newBuilder();
    info.getCapabilitiesBuilder()
        .setInternalErrorDifferentiation(true)
        .setActivityFailureIncludeHeartbeat(true)
        .setSdkMetadata(true);
    answer(response, info.build());
  }

  @Override
  public void describeNamespace(
      DescribeNamespaceRequest request, StreamObserver<DescribeNamespaceResponse> response) {
    answer(response, DescribeNamespaceResponse.getDefaultInstance());
  }

  @Override
  public void shutdownWorker(
      ShutdownWorkerRequest request, StreamObserver<ShutdownWorkerResponse> response) {
    answer(response, ShutdownWorkerResponse.getDefaultInstance());
  }

  private static <M> void answer(StreamObserver<M> response, M message) {
    response.onNext(message);
    response.onCompleted();
  }

  @Override
  public void close() {
    factory.shutdownNow();
    channel.shutdownNow();
    server.shutdownNow();
  }
}
