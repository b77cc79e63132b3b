package dev.skald.worker.golden;

import static org.awaitility.Awaitility.await;

import dev.skald.domain.Origin;
import dev.skald.stack.EmbeddedPostgres;
import dev.skald.stack.TemporalBinaries;
import dev.skald.stack.TemporalServer;
import dev.skald.worker.Temporal;
import dev.skald.worker.golden.Scenario.Act;
import dev.skald.workflows.Sagas;
import dev.skald.workflows.engine.Decision;
import dev.skald.workflows.engine.Ledger;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaAttributes;
import dev.skald.workflows.engine.SagaStart;
import dev.skald.workflows.engine.SagaWorkflow;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records the histories of paths that have none, on purpose: {@code ./skald record}. Those that are
 * there stand for runs that somebody has in flight, and stay unless they are asked for again.
 */
@EnabledIfSystemProperty(named = "record", matches = "true")
class RecordHistories {

  private static final Origin ORIGIN = new Origin("recorder", "c-1", null, null, null, null);
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int AT_A_TIME = 24;

  private final Script script = new Script(Sagas.ALL);

  @Test
  void record(@TempDir Path folder) throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("postgres"), 0);
        TemporalServer server =
            TemporalServer.start(
                folder.resolve("temporal"),
                postgres,
                TemporalBinaries.built().orElseThrow(),
                0,
                0);
        Temporal temporal = Temporal.at(server.target());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      WorkerFactory factory = WorkerFactory.newInstance(temporal.client());
      Worker worker = factory.newWorker("golden");
      worker.registerWorkflowImplementationFactory(
          SagaWorkflow.class, () -> new SagaWorkflow(Sagas.ALL));
      worker.registerActivitiesImplementations(script);
      factory.start();
      Semaphore free = new Semaphore(AT_A_TIME);
      List<Future<?>> runs =
          scenarios().stream()
              .<Future<?>>map(
                  scenario ->
                      threads.submit(
                          () -> {
                            free.acquire();
                            try {
                              play(temporal.client(), scenario);
                            } finally {
                              free.release();
                            }
                            return null;
                          }))
              .toList();
      for (Future<?> run : runs) {
        run.get();
      }
      factory.shutdown();
    }
  }

  private static List<Scenario> scenarios() {
    String only = System.getProperty("saga", "");
    List<String> there = Boolean.getBoolean("again") ? List.of() : HistoryFile.paths();
    return Sagas.ALL.stream()
        .filter(saga -> only.isEmpty() || saga.type().name().equals(only))
        .map(Scenario::of)
        .flatMap(List::stream)
        .filter(scenario -> !there.contains(scenario.path()))
        .toList();
  }

  private void play(WorkflowClient client, Scenario scenario) {
    script.cue(scenario.sagaId(), scenario.cues());
    WorkflowStub run = begin(client, scenario, scenario.saga());
    scenario.acts().forEach(act -> act(run, scenario.sagaId(), act));
    await(scenario.sagaId())
        .atMost(PATIENCE)
        .until(
            () ->
                run.describe().getStatus()
                    != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
    HistoryFile.write(
        HistoryFile.HOME.resolve(scenario.path() + ".json"),
        client.fetchHistory(scenario.sagaId()));
  }

  private static <R extends Record> WorkflowStub begin(
      WorkflowClient client, Scenario scenario, Saga<R> saga) {
    WorkflowStub run =
        client.newUntypedWorkflowStub(
            saga.type().name(),
            WorkflowOptions.newBuilder()
                .setTaskQueue("golden")
                .setWorkflowId(scenario.sagaId())
                .setTypedSearchAttributes(SagaAttributes.atStart(saga.type(), scenario.name()))
                .build());
    run.start(
        new SagaStart(scenario.name(), "hash", ORIGIN, null, null, null), saga.type().example());
    return run;
  }

  private void act(WorkflowStub run, String sagaId, Act act) {
    switch (act) {
      case Act.Settle settle -> {
        await(sagaId).atMost(PATIENCE).until(() -> waits(run, settle.step()));
        run.update(
            settle.kind().name().toLowerCase(java.util.Locale.ROOT),
            Void.class,
            settle.step(),
            new Decision(1, "as recorded", null, ORIGIN));
      }
      case Act.CallOff callOff -> {
        awaitTried(sagaId, callOff.atStep());
        run.update("compensate", Void.class, "as recorded", ORIGIN);
      }
      case Act.Cancel cancel -> {
        awaitTried(sagaId, cancel.atStep());
        run.cancel("as recorded");
      }
    }
  }

  private void awaitTried(String sagaId, String step) {
    await(sagaId).atMost(PATIENCE).until(() -> script.asked(sagaId, step) > 2);
  }

  private static boolean waits(WorkflowStub run, String step) {
    return Arrays.stream(run.query("ledger", Ledger.Line[].class))
        .filter(line -> line.step().equals(step))
        .anyMatch(
            line -> line.status().name().equals("WAITING") || line.undo().name().equals("WAITING"));
  }
}
