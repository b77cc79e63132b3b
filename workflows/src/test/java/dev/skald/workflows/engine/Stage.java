package dev.skald.workflows.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.skald.domain.Origin;
import dev.skald.workflows.engine.Rehearsal.Cast;
import dev.skald.workflows.engine.Rehearsal.Line;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.Jackson3JsonPayloadConverter;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The in-process Temporal server, with time that is skipped, and a cast. */
final class Stage implements AutoCloseable {

  static final Origin ORIGIN = new Origin("tester", "c-1", null, null, null, null);

  final Cast cast = new Cast();
  private final TestWorkflowEnvironment temporal;

  private static TestEnvironmentOptions options() {
    TestEnvironmentOptions.Builder options =
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder()
                    .setDataConverter(
                        DefaultDataConverter.newDefaultInstance()
                            .withPayloadConverterOverrides(new Jackson3JsonPayloadConverter()))
                    .build());
    SagaAttributes.ALL.forEach(
        key ->
            options.registerSearchAttribute(
                key.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
    return options.build();
  }

  Stage(Saga<?>... sagas) {
    temporal = TestWorkflowEnvironment.newInstance(options());
    Worker worker = temporal.newWorker("skald");
    worker.registerWorkflowImplementationFactory(
        SagaWorkflow.class, () -> new SagaWorkflow(List.of(sagas)));
    worker.registerActivitiesImplementations(cast);
    temporal.start();
  }

  WorkflowStub begin(Saga<Line> saga) {
    return begin(saga, null);
  }

  WorkflowStub begin(Saga<Line> saga, SagaStart.@Nullable Repair repair) {
    String name = saga.type().name();
    WorkflowStub run =
        temporal
            .getWorkflowClient()
            .newUntypedWorkflowStub(
                name,
                WorkflowOptions.newBuilder()
                    .setTaskQueue("skald")
                    .setWorkflowId(name + "-" + UUID.randomUUID())
                    .setTypedSearchAttributes(SagaAttributes.atStart(saga.type(), "k"))
                    .build());
    run.start(new SagaStart("k", "hash", ORIGIN, null, null, repair), new Line("go"));
    return run;
  }

  static SagaOutcome outcome(WorkflowStub saga) {
    return saga.getResult(SagaOutcome.class);
  }

  /** Temporal gives no result of a run that it was asked to cancel, however the run ended. */
  static void awaitCancelled(WorkflowStub saga) {
    assertThatThrownBy(() -> outcome(saga)).hasCauseInstanceOf(CanceledFailure.class);
  }

  static void compensate(WorkflowStub saga) {
    saga.update("compensate", Void.class, "the customer called", ORIGIN);
  }

  static void retry(WorkflowStub saga, String step, int number) {
    decide(saga, "retry", step, number, null);
  }

  static void skip(WorkflowStub saga, String step, int number) {
    decide(saga, "skip", step, number, null);
  }

  static void resolve(WorkflowStub saga, String step, int number) {
    decide(saga, "resolve", step, number, null);
  }

  static void resolve(WorkflowStub saga, String step, int number, Map<String, Object> answer) {
    decide(saga, "resolve", step, number, answer);
  }

  private static void decide(
      WorkflowStub saga,
      String update,
      String step,
      int number,
      @Nullable Map<String, Object> answer) {
    saga.update(update, Void.class, step, new Decision(number, "because", answer, ORIGIN));
  }

  static void awaitWaiting(WorkflowStub saga, String step) {
    await().until(() -> status(saga, step) == Ledger.StepStatus.WAITING);
  }

  static void awaitUndoWaiting(WorkflowStub saga, String step) {
    await().until(() -> line(saga, step).undo() == Ledger.UndoStatus.WAITING);
    await()
        .until(
            () ->
                saga.describe()
                    .getTypedSearchAttributes()
                    .get(SagaAttributes.STATUS)
                    .equals(SagaStatus.AWAITING_OPERATOR.name()));
  }

  static Ledger.StepStatus status(WorkflowStub saga, String step) {
    return line(saga, step).status();
  }

  static Ledger.Line line(WorkflowStub saga, String step) {
    Ledger.Line[] lines = saga.query("ledger", Ledger.Line[].class);
    return Arrays.stream(lines).filter(line -> line.step().equals(step)).findFirst().orElseThrow();
  }

  void awaitCancelRequested(WorkflowStub saga) {
    await().until(() -> has(saga, EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED));
  }

  boolean has(WorkflowStub saga, EventType type) {
    return count(saga, type) > 0;
  }

  String history(WorkflowStub saga) {
    return temporal
        .getWorkflowClient()
        .fetchHistory(Objects.requireNonNull(saga.getExecution()).getWorkflowId())
        .toJson(true);
  }

  /** Replays what a run has done so far with another story; throws where it would do otherwise. */
  void replay(WorkflowStub saga, Saga<?> story) throws Exception {
    replay(
        temporal
            .getWorkflowClient()
            .fetchHistory(Objects.requireNonNull(saga.getExecution()).getWorkflowId()),
        story);
  }

  /** Replays what a run of an older build did; throws where it would do otherwise today. */
  static void replayRecorded(String name, Saga<?> story) throws Exception {
    try (InputStream history = Stage.class.getResourceAsStream(name)) {
      replay(
          WorkflowExecutionHistory.fromJson(
              new String(Objects.requireNonNull(history).readAllBytes(), UTF_8), "telling-before"),
          story);
    }
  }

  private static void replay(WorkflowExecutionHistory history, Saga<?> story) throws Exception {
    try (TestWorkflowEnvironment other = TestWorkflowEnvironment.newInstance(options())) {
      Worker worker = other.newWorker("skald");
      worker.registerWorkflowImplementationFactory(
          SagaWorkflow.class, () -> new SagaWorkflow(List.of(story)));
      WorkflowReplayer.replayWorkflowExecution(history, worker);
    }
  }

  long count(WorkflowStub saga, EventType type) {
    return temporal
        .getWorkflowClient()
        .fetchHistory(Objects.requireNonNull(saga.getExecution()).getWorkflowId())
        .getEvents()
        .stream()
        .filter(event -> event.getEventType() == type)
        .count();
  }

  /** Nobody waits for the server and its worker to be gone, which takes half a second. */
  @Override
  public void close() {
    cast.letAllGo();
    Thread.ofPlatform().daemon().start(temporal::close);
  }
}
