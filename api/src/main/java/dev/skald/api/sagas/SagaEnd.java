package dev.skald.api.sagas;

import dev.skald.activities.EndsHere;
import dev.skald.projections.engine.ReadModels;
import dev.skald.projections.sagas.SagaView;
import dev.skald.workflows.engine.SagaOutcome;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowServiceException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Waits for the end of a saga, and for the read model to show it. Whoever still waits when the
 * program ends is answered then: the web server would cut them off in the end.
 */
final class SagaEnd implements SmartLifecycle {

  private static final String PROJECTION = "sagas";
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  /**
   * What was started here most often ends here. Only after that, or half of the patience, Temporal
   * is asked.
   */
  private static final Duration HERE = Duration.ofSeconds(2);

  private final WorkflowClient client;
  private final ReadModels models;
  private final SagaViews views;
  private final @Nullable EndsHere here;
  private final CompletableFuture<Void> leaving = new CompletableFuture<>();
  private volatile boolean running;

  /**
   * @param here tells of ends where sagas run in this program
   */
  SagaEnd(WorkflowClient client, ReadModels models, SagaViews views, @Nullable EndsHere here) {
    this.client = client;
    this.models = models;
    this.views = views;
    this.here = here;
  }

  /**
   * One that is awaited from before its start on, so that it cannot come too early. Closed, so that
   * nothing here goes on expecting it.
   */
  final class Awaited implements AutoCloseable {

    private final String sagaId;
    private final Duration patience;
    private final @Nullable CompletableFuture<Long> heard;

    private Awaited(String sagaId, Duration patience) {
      this.sagaId = sagaId;
      this.patience = patience;
      Duration half = patience.dividedBy(2);
      this.heard = here == null ? null : here.await(sagaId, half.compareTo(HERE) < 0 ? half : HERE);
    }

    /**
     * Whether it came in time.
     *
     * @param startedNow or else it may be long over
     */
    boolean comes(boolean startedNow) {
      long deadline = System.nanoTime() + patience.toNanos();
      OptionalLong position = startedNow ? heard() : OptionalLong.empty();
      close();
      return position.isPresent()
          ? shows(position.getAsLong(), deadline)
          : await(sagaId, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }

    private OptionalLong heard() {
      if (heard == null) {
        return OptionalLong.empty();
      }
      try {
        CompletableFuture.anyOf(heard, leaving).join();
        return heard.isDone() ? OptionalLong.of(heard.join()) : OptionalLong.empty();
      } catch (CompletionException elsewhere) {
        return OptionalLong.empty();
      }
    }

    @Override
    public void close() {
      if (heard != null) {
        heard.cancel(false);
      }
    }
  }

  Awaited awaited(String sagaId, Duration patience) {
    return new Awaited(sagaId, patience);
  }

  private boolean await(String sagaId, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    CompletableFuture<SagaOutcome> outcome =
        client
            .newUntypedWorkflowStub(sagaId)
            .getResultAsync(patience.toMillis(), TimeUnit.MILLISECONDS, SagaOutcome.class);
    try {
      CompletableFuture.anyOf(outcome, leaving)
          .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
          .join();
      return outcome.isDone() && shows(outcome.join().position(), deadline);
    } catch (CompletionException e) {
      return switch (e.getCause()) {
        case TimeoutException _ -> false;
        // Temporal gives no result of a run that it was asked to cancel, that was terminated and is
        // recovered by another one, or that it has forgotten, and none at all while it is away. The
        // saga was started all the same, and the log has the ending.
        case WorkflowFailedException _, WorkflowNotFoundException _, WorkflowServiceException _ ->
            awaitInLog(sagaId, deadline);
        case null, default -> throw e;
      };
    }
  }

  private boolean awaitInLog(String sagaId, long deadline) {
    while (true) {
      Optional<SagaView> ended = views.view(sagaId).filter(SagaView::hasEnded);
      if (ended.isPresent()) {
        return shows(ended.get().position(), deadline);
      }
      long left = deadline - System.nanoTime();
      if (left <= 0 || leaving.isDone() || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(this, Math.min(left, LOOK_EVERY.toNanos()));
    }
  }

  private boolean shows(long position, long deadline) {
    long left = Math.max(0, deadline - System.nanoTime());
    return models.await(PROJECTION, position, Duration.ofNanos(left));
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    leaving.complete(null);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Ends before the web server waits for its requests to end. */
  @Override
  public int getPhase() {
    return DEFAULT_PHASE;
  }
}
