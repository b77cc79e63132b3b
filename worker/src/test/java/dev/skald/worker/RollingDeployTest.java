package dev.skald.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skald.domain.Money;
import dev.skald.domain.Origin;
import dev.skald.domain.accounts.AccountId;
import dev.skald.stack.testing.TestServers;
import dev.skald.worker.release.Deploy;
import dev.skald.worker.release.Replay;
import dev.skald.workflows.Sagas;
import dev.skald.workflows.accounttransfer.AccountTransfer;
import dev.skald.workflows.accounttransfer.AccountTransferSaga;
import dev.skald.workflows.engine.SagaAttributes;
import dev.skald.workflows.engine.SagaOutcome;
import dev.skald.workflows.engine.SagaStart;
import dev.skald.workflows.engine.SagaStatus;
import dev.skald.workflows.engine.SagaWorkflow;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.VersioningBehavior;
import io.temporal.common.converter.EncodedValues;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.DynamicWorkflow;
import io.temporal.workflow.Workflow;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Two builds side by side whose code does not agree, and sagas in flight all the while: some that
 * wait from before the switch until after it, and others that keep arriving.
 */
class RollingDeployTest {

  private static final Duration BETWEEN_ARRIVALS = Duration.ofMillis(60);
  private static final int FEW = 40;
  private static final String TYPE = "account-transfer";
  private static final Origin ORIGIN = new Origin("tester", "c", null, null, null, null);

  private final Participants participants = new Participants();

  /** The same saga as it was a release ago: it asked for something more, before everything else. */
  public static final class OlderCode implements DynamicWorkflow {

    @Override
    public Object execute(EncodedValues arguments) {
      Workflow.newUntypedActivityStub(
              ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofSeconds(5)).build())
          .execute("audit.Check", Void.class, Workflow.getInfo().getWorkflowId());
      return new SagaWorkflow(Sagas.ALL).execute(arguments);
    }

    @Override
    public VersioningBehavior getVersioningBehavior() {
      return VersioningBehavior.PINNED;
    }
  }

  @Test
  void no_saga_in_flight_fails_or_gets_stuck() {
    Optional<String> server = TestServers.temporal();
    assumeTrue(
        server.isPresent(),
        "Temporal's server is not built here: `./skald up` or tools/temporal/build makes it");
    try (Temporal temporal = Temporal.at(server.get(), "rolling-deploy-" + UUID.randomUUID());
        ScheduledExecutorService arrivals = Executors.newSingleThreadScheduledExecutor()) {
      deploy(temporal, arrivals);
    }
  }

  private void deploy(Temporal temporal, ScheduledExecutorService arrivals) {
    WorkerFactory older = olderWorker(temporal);
    assertThat(said(temporal, 0, "current", "1", "--deployment", "skald"))
        .contains("new runs go to build 1");
    List<WorkflowStub> load = new CopyOnWriteArrayList<>();
    ScheduledFuture<?> arriving =
        arrivals.scheduleWithFixedDelay(
            () -> load.add(begin(temporal, Participants.LOAD + load.size())),
            0,
            BETWEEN_ARRIVALS.toMillis(),
            TimeUnit.MILLISECONDS);
    List<WorkflowStub> before = begin(temporal, "before", 5);
    await().until(() -> participants.held() == 5);

    // The gate sees that this code must not touch these runs, and that as a build of its own it
    // never will. The server lists a run a moment after it has begun.
    await()
        .untilAsserted(
            () -> assertThat(replay(temporal, 1, "1")).contains("BREAKS " + TYPE, "before-"));
    assertThat(replay(temporal, 0, "2")).contains("are pinned to build skald:1", "nothing breaks");

    SagaWorker newer = newerWorker(temporal);
    await().untilAsserted(() -> assertThat(said(temporal, 0, "status")).contains("  2 "));
    List<WorkflowStub> during = begin(temporal, "during", 5);
    assertThat(said(temporal, 0, "ramp", "2", "50")).contains("50 % of them to build 2");
    List<WorkflowStub> ramping = begin(temporal, "ramping", 20);
    assertThat(said(temporal, 0, "current", "2")).contains("new runs go to build 2.");
    List<WorkflowStub> after = begin(temporal, "after", 5);
    await().until(() -> participants.held() == 35);
    assertThat(said(temporal, 2, "drain", "2")).contains("build 2 is current");
    assertThat(said(temporal, 3, "drain", "1")).contains("Build 1 still holds");

    participants.open();

    int switched = load.size();
    await().until(() -> load.size() >= Math.max(FEW, switched + 10));
    assertThat(said(temporal, 0, "drain", "1", "--wait", "60")).contains("Build 1 is drained");
    assertThat(arriving.cancel(false)).as("sagas kept arriving").isTrue();
    assertThat(load).last().matches(run -> !isOlder(temporal, run));

    List<WorkflowStub> all =
        Stream.of(before, during, ramping, after, load).flatMap(List::stream).toList();
    assertThat(all)
        .allSatisfy(
            run ->
                assertThat(run.getResult(60, TimeUnit.SECONDS, SagaOutcome.class).status())
                    .isEqualTo(SagaStatus.COMPLETED));
    assertThat(all).noneMatch(run -> hasFailedTask(temporal, run));
    assertThat(before).allMatch(run -> isOlder(temporal, run));
    assertThat(during).allMatch(run -> isOlder(temporal, run));
    assertThat(ramping).anyMatch(run -> isOlder(temporal, run));
    assertThat(ramping).anyMatch(run -> !isOlder(temporal, run));
    assertThat(after).noneMatch(run -> isOlder(temporal, run));
    assertThat(load).anyMatch(run -> isOlder(temporal, run));
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> assertThat(said(temporal, 0, "status")).containsPattern("  1 +drained +0"));
    older.shutdown();
    newer.stop();
  }

  private WorkerFactory olderWorker(Temporal temporal) {
    WorkerFactory factory = WorkerFactory.newInstance(temporal.client());
    WorkerOptions.Builder options = WorkerOptions.newBuilder();
    new DeploymentProperties("skald", "1").options().ifPresent(options::setDeploymentOptions);
    Worker worker = factory.newWorker(temporal.properties().taskQueue(), options.build());
    worker.registerWorkflowImplementationFactory(OlderCode.class, OlderCode::new);
    worker.registerActivitiesImplementations(participants.activities().toArray());
    factory.start();
    return factory;
  }

  private SagaWorker newerWorker(Temporal temporal) {
    SagaWorker worker =
        new SagaWorker(
            temporal.client(),
            temporal.namespace(),
            temporal.properties(),
            new WorkerProperties(true, 200, Duration.ofSeconds(5)),
            new DeploymentProperties("skald", "2"),
            new SagaRegistry(Sagas.ALL),
            participants.activities(),
            new WorkerInterceptorBase() {});
    worker.start();
    return worker;
  }

  private static List<WorkflowStub> begin(Temporal temporal, String name, int count) {
    return IntStream.range(0, count).mapToObj(i -> begin(temporal, name + "-" + i)).toList();
  }

  private static WorkflowStub begin(Temporal temporal, String id) {
    WorkflowStub saga =
        temporal
            .client()
            .newUntypedWorkflowStub(
                TYPE,
                WorkflowOptions.newBuilder()
                    .setTaskQueue(temporal.properties().taskQueue())
                    .setWorkflowId(id)
                    .setTypedSearchAttributes(
                        SagaAttributes.atStart(new AccountTransferSaga().type(), id))
                    .build());
    saga.start(
        new SagaStart(id, "hash", ORIGIN, null, null, null),
        new AccountTransfer(
            null, new AccountId("a"), new AccountId("b"), Money.of("1.00", "EUR"), null));
    return saga;
  }

  private static boolean isOlder(Temporal temporal, WorkflowStub run) {
    return temporal.client().fetchHistory(idOf(run)).getEvents().stream()
        .anyMatch(
            event ->
                event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED
                    && event
                        .getActivityTaskScheduledEventAttributes()
                        .getActivityType()
                        .getName()
                        .equals("audit.Check"));
  }

  private static boolean hasFailedTask(Temporal temporal, WorkflowStub run) {
    return temporal.client().fetchHistory(idOf(run)).getEvents().stream()
        .anyMatch(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED);
  }

  private static String idOf(WorkflowStub run) {
    return java.util.Objects.requireNonNull(run.getExecution()).getWorkflowId();
  }

  private static String said(Temporal temporal, int exitCode, String... words) {
    return said(
        exitCode, out -> Deploy.run(out, withTarget(temporal, words)), "deploy " + List.of(words));
  }

  private static String replay(Temporal temporal, int exitCode, String build) {
    String[] words =
        withTarget(
            temporal,
            "--skald.temporal.deployment.name=skald",
            "--skald.temporal.deployment.build-id=" + build);
    return said(exitCode, out -> Replay.run(out, words), "replay as build " + build);
  }

  private static String said(
      int exitCode, java.util.function.ToIntFunction<PrintStream> program, String what) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int code = program.applyAsInt(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    String said = bytes.toString(StandardCharsets.UTF_8);
    assertThat(code).as("%s said: %s", what, said).isEqualTo(exitCode);
    return said;
  }

  private static String[] withTarget(Temporal temporal, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--target", temporal.properties().target()));
    all.addAll(List.of("--namespace", temporal.properties().namespace()));
    return all.toArray(String[]::new);
  }
}
