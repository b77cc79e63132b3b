package dev.skald.worker.golden;

import static org.awaitility.Awaitility.await;

import dev.skald.domain.Origin;
import dev.skald.worker.golden.Scenario.Act;
import dev.skald.workflows.engine.Decision;
import dev.skald.workflows.engine.DecisionKind;
import dev.skald.workflows.engine.Ledger;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaAttributes;
import dev.skald.workflows.engine.SagaStart;
import dev.skald.workflows.engine.SagaWorkflow;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Plays scenarios on a real server, and answers what it has written down of each. */
final class Recorder implements AutoCloseable {

  private static final Origin ORIGIN = new Origin("recorder", "c-1", null, null, null, null);
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** What an operator says of a rare step that was settled by hand. */
  private static final Map<String, Object> BY_HAND = Map.of("text", "by hand");

  private final WorkflowClient client;
  private final Collection<Saga<?>> sagas;
  private final String taskQueue;
  private final Script script;
  private final WorkerFactory shared;

  Recorder(WorkflowClient client, Collection<Saga<?>> sagas, String taskQueue) {
    this.client = client;
    this.sagas = sagas;
    this.taskQueue = taskQueue;
    this.script = new Script(sagas);
    this.shared = worker(taskQueue);
  }

  private WorkerFactory worker(String queue) {
    WorkerFactory factory =
        WorkerFactory.newInstance(
            client,
            WorkerFactoryOptions.newBuilder().setWorkerInterceptors(new Impatient()).build());
    Worker worker = factory.newWorker(queue);
    worker.registerWorkflowImplementationFactory(SagaWorkflow.class, () -> new SagaWorkflow(sagas));
    worker.registerActivitiesImplementations(script);
    factory.start();
    return factory;
  }

  WorkflowExecutionHistory play(Scenario scenario) {
    Playing playing = new Playing(scenario, scenario.saga());
    scenario.acts().forEach(playing::act);
    playing.awaitEnd();
    return client.fetchHistory(scenario.sagaId());
  }

  @Override
  public void close() {
    shared.shutdownNow();
  }

  /** One of them. */
  private final class Playing {

    private final Scenario scenario;
    private final String sagaId;
    private final String queue;
    private final WorkflowStub run;
    private @Nullable WorkerFactory own;

    <R extends Record> Playing(Scenario scenario, Saga<R> saga) {
      this.scenario = scenario;
      this.sagaId = scenario.sagaId();
      this.queue = scenario.losesWorker() ? sagaId : taskQueue;
      script.cue(scenario);
      if (scenario.losesWorker() && !(scenario.acts().getFirst() instanceof Act.LoseTask)) {
        own = worker(queue);
      }
      run =
          client.newUntypedWorkflowStub(
              saga.type().name(),
              WorkflowOptions.newBuilder()
                  .setTaskQueue(queue)
                  .setWorkflowId(sagaId)
                  .setWorkflowTaskTimeout(Duration.ofSeconds(scenario.losesWorker() ? 2 : 10))
                  .setTypedSearchAttributes(SagaAttributes.atStart(saga.type(), scenario.name()))
                  .build());
      run.start(
          new SagaStart(scenario.name(), "hash", ORIGIN, null, null, null), scenario.request());
    }

    void act(Act act) {
      switch (act) {
        case Act.Settle settle -> settle(settle);
        case Act.CallOff callOff -> {
          awaitAsked(callOff.atStep(), callOff.tries());
          run.update("compensate", Void.class, "as recorded", ORIGIN);
        }
        case Act.Cancel cancel -> {
          awaitAsked(cancel.atStep(), cancel.tries());
          run.cancel("as recorded");
        }
        case Act.AwaitAsked asked -> awaitAsked(asked.step(), asked.tries());
        case Act.AwaitWaiting waiting -> awaitWaiting(waiting.step());
        case Act.Send send -> run.signal("eventReceived", send.eventType());
        case Act.LetGo held -> script.letGo(sagaId, held.step());
        case Act.StopWorker _ -> stopWorker();
        case Act.LoseTask _ -> {
          loseTask();
          own = worker(queue);
        }
      }
    }

    private void settle(Act.Settle settle) {
      awaitWaiting(settle.step());
      run.update(
          settle.kind().name().toLowerCase(Locale.ROOT),
          Void.class,
          settle.step(),
          new Decision(settle.number(), "as recorded", answer(settle), ORIGIN));
    }

    private @Nullable Map<String, Object> answer(Act.Settle settle) {
      if (settle.kind() != DecisionKind.RESOLVE || !scenario.settlesStep(settle)) {
        return null;
      }
      return RareSagas.LISTED.contains(scenario.saga())
          ? BY_HAND
          : script.example(scenario.saga(), settle.step());
    }

    private void stopWorker() {
      WorkerFactory running = own;
      if (running != null) {
        running.shutdown();
        running.awaitTermination(10, TimeUnit.SECONDS);
        own = null;
      }
    }

    /** As a worker does that is killed in the middle of a task. */
    private void loseTask() {
      PollWorkflowTaskQueueRequest poll =
          PollWorkflowTaskQueueRequest.newBuilder()
              .setNamespace(client.getOptions().getNamespace())
              .setTaskQueue(TaskQueue.newBuilder().setName(queue))
              .setIdentity("lost")
              .build();
      await(sagaId)
          .atMost(PATIENCE)
          .until(
              () ->
                  !client
                      .getWorkflowServiceStubs()
                      .blockingStub()
                      .pollWorkflowTaskQueue(poll)
                      .getTaskToken()
                      .isEmpty());
      await(sagaId)
          .atMost(PATIENCE)
          .until(
              () ->
                  client.fetchHistory(sagaId).getEvents().stream()
                      .anyMatch(
                          event ->
                              event.getEventType()
                                  == EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT));
    }

    private void awaitAsked(String step, int tries) {
      await(sagaId).atMost(PATIENCE).until(() -> script.asked(sagaId, step) >= tries);
    }

    private void awaitWaiting(String step) {
      await(sagaId).atMost(PATIENCE).until(() -> waits(step));
    }

    private boolean waits(String step) {
      return Arrays.stream(run.query("ledger", Ledger.Line[].class))
          .filter(line -> line.step().equals(step))
          .anyMatch(
              line ->
                  line.status() == Ledger.StepStatus.WAITING
                      || line.undo() == Ledger.UndoStatus.WAITING);
    }

    void awaitEnd() {
      await(sagaId)
          .atMost(PATIENCE)
          .until(
              () ->
                  run.describe().getStatus()
                      != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
      stopWorker();
    }
  }
}
