package dev.skald.worker;

import dev.skald.projections.sagas.OpenSagas;
import dev.skald.projections.sagas.OpenSagas.OpenSaga;
import dev.skald.workflows.SagaCatalog;
import dev.skald.workflows.engine.SagaStatus;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Compares the log and Temporal, both ways: sagas that have not ended in the log but do not run,
 * and runs that were closed by force. Looks as well for what runs far longer than expected.
 */
final class RecoveryJob implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(RecoveryJob.class);

  private static final String CLOSED_BY_FORCE =
      "ExecutionStatus IN ('Terminated', 'TimedOut', 'Failed') AND SagaStatus IN (%s)"
          .formatted(
              Stream.of(SagaStatus.RUNNING, SagaStatus.COMPENSATING, SagaStatus.AWAITING_OPERATOR)
                  .map(status -> "'" + status + "'")
                  .collect(Collectors.joining(", ")));

  private static final int CLOSED_AT_A_TIME = 500;

  private final WorkflowClient client;
  private final SagaCatalog sagas;
  private final OpenSagas open;
  private final Recovery recovery;
  private final Stalls stalls;
  private final RecoveryProperties properties;
  private @Nullable ScheduledExecutorService timer;
  private final Set<String> failing = new HashSet<>();

  RecoveryJob(
      WorkflowClient client,
      SagaCatalog sagas,
      OpenSagas open,
      Recovery recovery,
      Stalls stalls,
      RecoveryProperties properties) {
    this.client = client;
    this.sagas = sagas;
    this.open = open;
    this.recovery = recovery;
    this.stalls = stalls;
    this.properties = properties;
  }

  @Override
  public void start() {
    if (!properties.enabled()) {
      return;
    }
    timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("recovery").factory());
    long pause = properties.every().toMillis();
    ScheduledFuture<?> _ =
        timer.scheduleWithFixedDelay(this::lookAgain, pause, pause, TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() {
    if (timer != null) {
      timer.shutdownNow();
      timer = null;
    }
  }

  @Override
  public boolean isRunning() {
    return timer != null;
  }

  @Override
  public int getPhase() {
    return SagaWorker.PHASE;
  }

  private void lookAgain() {
    attempt("Lost sagas cannot be looked for", this::look);
    attempt("Stalled sagas cannot be looked for", () -> stalls.look(Instant.now()));
  }

  /** What is away now will be looked at next time, and keeps nobody from looking elsewhere. */
  private void attempt(String otherwise, Runnable look) {
    try {
      look.run();
      failing.remove(otherwise);
    } catch (RuntimeException e) {
      if (failing.add(otherwise)) {
        LOG.atWarn().setCause(e).log(otherwise);
      }
    }
  }

  void look() {
    Instant before = Instant.now().minus(properties.after());
    String last = "";
    List<OpenSaga> page;
    do {
      page = open.after(last, before);
      for (OpenSaga saga : page) {
        look(saga.type(), saga.sagaId());
        last = saga.sagaId();
      }
    } while (!page.isEmpty());
    closedByForce(before).forEach(run -> look(run.type(), run.sagaId()));
  }

  private List<OpenSaga> closedByForce(Instant before) {
    return client
        .listExecutions(CLOSED_BY_FORCE)
        .filter(run -> run.getStatus() != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING)
        .filter(run -> run.getStartTime().isBefore(before))
        .limit(CLOSED_AT_A_TIME)
        .map(run -> new OpenSaga(run.getExecution().getWorkflowId(), run.getWorkflowType()))
        .toList();
  }

  private void look(String type, String sagaId) {
    sagas.find(type).ifPresent(saga -> recovery.look(saga.type(), sagaId));
  }
}
