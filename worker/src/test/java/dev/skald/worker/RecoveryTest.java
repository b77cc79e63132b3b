package dev.skald.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.activities.LastRun;
import dev.skald.activities.SagaLog;
import dev.skald.activities.SagaRepair;
import dev.skald.activities.StuckRuns;
import dev.skald.activities.TemporalProperties;
import dev.skald.domain.EventTypes;
import dev.skald.domain.Origin;
import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.RecoveryTried;
import dev.skald.domain.sagas.SagaEvent.SagaCalledOff;
import dev.skald.domain.sagas.SagaEvent.SagaCompleted;
import dev.skald.domain.sagas.SagaEvent.SagaStarted;
import dev.skald.domain.sagas.SagaEvent.SagaStuck;
import dev.skald.domain.sagas.SagaEvent.StepFailed;
import dev.skald.eventstore.EventStoreSchema;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.PostgresEventStore;
import dev.skald.projections.sagas.OpenSagas.OpenSaga;
import dev.skald.stack.testing.TestServers;
import dev.skald.workflows.accounttransfer.AccountTransferSaga;
import dev.skald.workflows.engine.SagaAttributes;
import dev.skald.workflows.engine.SagaControl.CalledOff;
import dev.skald.workflows.engine.SagaStart;
import dev.skald.workflows.engine.SagaStart.Repair;
import dev.skald.workflows.engine.SagaType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.converter.EncodedValues;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.workflow.DynamicWorkflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Sagas whose runs are over, though the log knows no ending. Nobody runs those that are begun. */
class RecoveryTest {

  private static final SagaType<?> TYPE = new AccountTransferSaga().type();
  private static final Origin CAROL = new Origin("carol", "c-9", "bank-1", null, "::1", "curl");
  private static final Origin NOBODY = new Origin("nobody", "none", null, null, null, null);
  private static final int ATTEMPTS = 2;

  private static TestWorkflowEnvironment temporal;
  private static WorkflowClient client;
  private static PostgresEventStore store;
  private static SagaLog log;

  private final SagaRepair repair = repair("nobody-listens");
  private final String saga = "account-transfer-" + UUID.randomUUID();

  @BeforeAll
  static void start() {
    TestEnvironmentOptions.Builder options =
        TestEnvironmentOptions.newBuilder().setUseTimeskipping(false);
    SagaAttributes.ALL.forEach(
        key ->
            options.registerSearchAttribute(
                key.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
    temporal = TestWorkflowEnvironment.newInstance(options.build());
    client = temporal.getWorkflowClient();
    DataSource database = TestServers.postgres().newDatabase().dataSource();
    EventStoreSchema.migrate(database);
    EventTypeRegistry types =
        new EventTypeRegistry(
            EventTypes.ALL.stream()
                .map(t -> new EventTypeRegistry.EventType(t.name(), t.version(), t.data()))
                .toList());
    store = new PostgresEventStore(database, types);
    log = new SagaLog(store, types);
  }

  @AfterAll
  static void stop() {
    temporal.close();
    store.close();
  }

  @Test
  void a_run_that_gets_well_is_said_to_once_whatever_the_read_model_knows_yet() {
    begun();
    log.record(saga, saga + "/stuck-1", NOBODY, new SagaStuck("x", "nobody thought of this"));

    assertThat(look(true)).isFalse();
    assertThat(look(true)).isFalse();
    assertThat(look(false)).isFalse();

    try (var events = log.events(saga)) {
      assertThat(events.skip(2).map(Object::getClass).map(Class::getSimpleName))
          .containsExactly("SagaStuck", "SagaUnstuck");
    }
  }

  @Test
  void one_that_has_ended_is_not_said_to_be_stuck_however_long_its_run_takes_to_close() {
    begun();
    log.record(saga, saga + "/completed", NOBODY, new SagaCompleted());
    SimpleMeterRegistry meters = new SimpleMeterRegistry();

    new StuckSagas(log, new StuckRuns(client), meters)
        .look(
            new OpenSaga(saga, TYPE.name(), false),
            new LastRun("a-run", WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING, 8));

    assertThat(meters.getMeters()).isEmpty();
    try (var events = log.events(saga)) {
      assertThat(events.reduce((_, last) -> last)).containsInstanceOf(SagaCompleted.class);
    }
  }

  @Test
  void a_saga_that_an_operator_had_begun_anew_is_recovered_like_any_other() {
    begun();
    terminate();
    tried(1, "GIVE_UP");
    look();
    assertThat(isRunning()).isFalse();

    assertThat(repair.begin(TYPE, saga, repair.lastRun(saga), retry())).isPresent();
    tried(2, "RETRY");
    for (int lost = 0; lost <= ATTEMPTS; lost++) {
      terminate();
      look();
    }

    assertThat(tries()).containsExactly("GIVE_UP", "RETRY", "RETRY", "RETRY", "GIVE_UP");
    assertThat(isRunning()).isFalse();
  }

  @Test
  void what_an_operator_wished_undone_is_not_done_after_all() {
    begun();
    terminate();
    tried(1, "GIVE_UP");
    tried(2, "UNDO");

    look();

    assertThat(tries()).endsWith("UNDO", "UNDO");
  }

  @Test
  void one_that_was_called_off_is_undone_whatever_it_declares() {
    begun();
    calledOff();
    terminate();

    look();

    assertThat(tries()).containsExactly("UNDO");
    assertThat(startOfRun().repair())
        .isEqualTo(
            new Repair(
                Repair.Kind.UNDO,
                "the run was terminated",
                new CalledOff("the customer called", CAROL)));
  }

  @Test
  void one_that_was_called_off_goes_on_where_an_operator_wishes_that_later() {
    begun();
    calledOff();
    terminate();
    tried(1, "GIVE_UP");
    tried(2, "RETRY");

    look();

    assertThat(tries()).endsWith("RETRY", "RETRY");
  }

  @RepeatedTest(10)
  void a_run_that_is_over_costs_one_try_however_many_look() throws Exception {
    begun();
    terminate();

    lookAtOnce(4);

    assertThat(tries()).containsExactly("RETRY");
    assertThat(isRunning()).isTrue();
  }

  @RepeatedTest(10)
  void a_run_that_temporal_has_forgotten_costs_one_try_however_many_look() throws Exception {
    recordStart();

    lookAtOnce(4);

    assertThat(tries()).containsExactly("RETRY");
    assertThat(isRunning()).isTrue();
  }

  @Test
  void a_try_that_no_run_followed_is_made_good_and_costs_no_other() {
    begun();
    terminate();
    String over = repair.lastRun(saga).runId();
    log.record(saga, saga + "/recovery/" + over, CAROL, new RecoveryTried(1, "TERMINATED", "UNDO"));

    look();

    assertThat(isRunning()).isTrue();
    assertThat(tries()).containsExactly("UNDO");
    assertThat(startOfRun().repair())
        .isEqualTo(new Repair(Repair.Kind.UNDO, "the run was terminated"));
  }

  @Test
  void a_run_that_is_lost_once_more_costs_another_try() {
    begun();
    terminate();
    look();
    terminate();

    look();

    assertThat(tries()).containsExactly("RETRY", "RETRY");
    assertThat(isRunning()).isTrue();
  }

  @Test
  void whoever_is_late_does_not_begin_a_saga_that_has_ended() {
    temporal.newWorker("ends-at-once").registerWorkflowImplementationTypes(EndsAtOnce.class);
    temporal.start();
    SagaRepair ending = repair("ends-at-once");
    begun();
    terminate();
    LastRun over = ending.lastRun(saga);
    assertThat(ending.begin(TYPE, saga, over, retry())).isPresent();
    client.newUntypedWorkflowStub(saga).getResult(String.class);

    assertThat(ending.begin(TYPE, saga, over, retry())).isEmpty();
  }

  @Test
  void a_saga_goes_on_in_the_name_of_whoever_began_it() {
    begun();
    terminate();

    look();

    assertThat(startOfRun().origin()).isEqualTo(CAROL);
    assertThat(store.readStream(SagaLog.stream(saga), 0, 10).getLast().metadata().values())
        .containsEntry("actor", "skald")
        .containsEntry("tenant", "bank-1")
        .containsEntry("correlationId", "c-9");
  }

  public static final class EndsAtOnce implements DynamicWorkflow {
    @Override
    public Object execute(EncodedValues arguments) {
      return "done";
    }
  }

  private static SagaRepair repair(String taskQueue) {
    return new SagaRepair(
        client, new TemporalProperties("127.0.0.1:1", "default", taskQueue, "", 16, null), log);
  }

  /** As a worker of its own. */
  private boolean look() {
    return look(false);
  }

  private boolean look(boolean knownAsStuck) {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    StuckSagas stuck = new StuckSagas(log, new StuckRuns(client), meters);
    return new Recovery(log, repair, stuck, ATTEMPTS, meters)
        .look(TYPE, new OpenSaga(saga, TYPE.name(), knownAsStuck));
  }

  private static Repair retry() {
    return new Repair(Repair.Kind.RETRY, "an operator said so");
  }

  private void begun() {
    recordStart();
    WorkflowStub run =
        client.newUntypedWorkflowStub(
            TYPE.name(),
            WorkflowOptions.newBuilder()
                .setWorkflowId(saga)
                .setTaskQueue("nobody-listens")
                .build());
    run.start("told elsewhere");
  }

  private void recordStart() {
    log.record(
        saga,
        saga + "/started",
        CAROL,
        new SagaStarted(TYPE.name(), "t-1", "hash", List.of("a"), Map.of("a", 1), null, null));
    // What came first need not be the start.
    log.record(saga, saga + "/more", NOBODY, new StepFailed("a", "c", "m", 1, null));
  }

  private void tried(int number, String action) {
    log.record(
        saga,
        saga + "/recovery/" + number,
        NOBODY,
        new RecoveryTried(number, "TERMINATED", action));
  }

  private void calledOff() {
    log.record(saga, saga + "/called-off", CAROL, new SagaCalledOff("the customer called"));
  }

  private void terminate() {
    client.newUntypedWorkflowStub(saga).terminate("somebody pressed the wrong button");
  }

  private boolean isRunning() {
    return !repair.lastRun(saga).isOver();
  }

  private SagaStart startOfRun() {
    return client
        .getOptions()
        .getDataConverter()
        .fromPayloads(
            0,
            Optional.of(
                client
                    .fetchHistory(saga)
                    .getEvents()
                    .getFirst()
                    .getWorkflowExecutionStartedEventAttributes()
                    .getInput()),
            SagaStart.class,
            SagaStart.class);
  }

  private List<String> tries() {
    try (var events = log.events(saga)) {
      return events
          .filter(RecoveryTried.class::isInstance)
          .map((SagaEvent event) -> ((RecoveryTried) event).action())
          .toList();
    }
  }

  private void lookAtOnce(int workers) throws Exception {
    CyclicBarrier start = new CyclicBarrier(workers);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> looks = new ArrayList<>();
      for (int worker = 0; worker < workers; worker++) {
        looks.add(
            threads.submit(
                () -> {
                  start.await();
                  return look();
                }));
      }
      for (Future<Boolean> look : looks) {
        assertThat(look.get()).isFalse();
      }
    }
  }
}
