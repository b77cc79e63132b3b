package dev.skald.worker;

import dev.skald.activities.TemporalProperties;
import dev.skald.workflows.engine.SagaWorkflow;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Runs sagas and their steps. If Temporal is not there yet, it waits for it; if it goes away later,
 * the pollers themselves come back.
 */
final class SagaWorker implements SmartLifecycle {

  /** Ends after the web server and before everything that steps need. */
  static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

  private static final Logger LOG = LoggerFactory.getLogger(SagaWorker.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration HEARTBEATS_APART = Duration.ofMillis(200);

  private final WorkflowClient client;
  private final TemporalNamespace namespace;
  private final TemporalProperties temporal;
  private final WorkerProperties properties;
  private final DeploymentProperties deployment;
  private final SagaRegistry sagas;
  private final List<Object> activities;
  private final WorkerInterceptor watch;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition stopping = lock.newCondition();
  private @Nullable WorkerFactory factory;
  private boolean wanted;

  SagaWorker(
      WorkflowClient client,
      TemporalNamespace namespace,
      TemporalProperties temporal,
      WorkerProperties properties,
      DeploymentProperties deployment,
      SagaRegistry sagas,
      List<Object> activities,
      WorkerInterceptor watch) {
    this.client = client;
    this.namespace = namespace;
    this.temporal = temporal;
    this.properties = properties;
    this.deployment = deployment;
    this.sagas = sagas;
    this.activities = List.copyOf(activities);
    this.watch = watch;
  }

  @Override
  public void start() {
    lock.lock();
    try {
      wanted = true;
    } finally {
      lock.unlock();
    }
    Thread.ofVirtual().name("saga-worker-start").start(this::startWhenPossible);
  }

  /** Whether it polls for work. */
  boolean isPolling() {
    lock.lock();
    try {
      return factory != null;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void stop() {
    WorkerFactory running;
    lock.lock();
    try {
      wanted = false;
      stopping.signalAll();
      running = factory;
      factory = null;
    } finally {
      lock.unlock();
    }
    if (running != null) {
      running.shutdown();
      running.awaitTermination(properties.shutdownTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public boolean isRunning() {
    lock.lock();
    try {
      return wanted;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  private void startWhenPossible() {
    Duration pause = FIRST_PAUSE;
    @Nullable Status said = null;
    while (true) {
      try {
        namespace.prepare();
        poll();
        return;
      } catch (StatusRuntimeException unavailable) {
        if (!unavailable.getStatus().equals(said)) {
          said = unavailable.getStatus();
          LOG.warn("Sagas wait for Temporal at {}: {}", temporal.target(), said);
        }
      }
      if (stoppedWithin(pause)) {
        return;
      }
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
  }

  private void poll() {
    lock.lock();
    try {
      if (!wanted) {
        return;
      }
      WorkerFactory created = WorkerFactory.newInstance(client, factoryOptions());
      Worker worker = created.newWorker(temporal.taskQueue(), workerOptions());
      if (deployment.isOn()) {
        worker.registerWorkflowImplementationFactory(
            VersionedSagas.class, () -> VersionedSagas.of(sagas.sagas()));
      } else {
        worker.registerWorkflowImplementationFactory(
            SagaWorkflow.class, () -> new SagaWorkflow(sagas.sagas()));
      }
      worker.registerActivitiesImplementations(activities.toArray());
      created.start();
      factory = created;
    } finally {
      lock.unlock();
    }
    LOG.info("Sagas run on task queue {} of {}", temporal.taskQueue(), temporal.target());
  }

  private WorkerFactoryOptions factoryOptions() {
    return WorkerFactoryOptions.newBuilder().setWorkerInterceptors(watch).build();
  }

  private WorkerOptions workerOptions() {
    WorkerOptions.Builder options =
        WorkerOptions.newBuilder()
            .setMaxConcurrentActivityExecutionSize(properties.concurrency())
            // A long step learns with its heartbeats that it is to stop.
            .setMaxHeartbeatThrottleInterval(HEARTBEATS_APART);
    deployment.options().ifPresent(options::setDeploymentOptions);
    return options.build();
  }

  private boolean stoppedWithin(Duration pause) {
    lock.lock();
    try {
      long nanos = pause.toNanos();
      while (wanted && nanos > 0) {
        nanos = stopping.awaitNanos(nanos);
      }
      return !wanted;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    } finally {
      lock.unlock();
    }
  }
}
