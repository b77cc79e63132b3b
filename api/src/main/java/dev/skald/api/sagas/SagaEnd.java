package dev.skald.api.sagas;

import dev.skald.projections.engine.ReadModels;
import dev.skald.workflows.engine.SagaOutcome;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the end of a saga, and for the read model to show it. */
final class SagaEnd {

  private static final String PROJECTION = "sagas";

  private final WorkflowClient client;
  private final ReadModels models;

  SagaEnd(WorkflowClient client, ReadModels models) {
    this.client = client;
    this.models = models;
  }

  /** Whether it came in time. */
  boolean await(String sagaId, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      SagaOutcome outcome =
          client
              .newUntypedWorkflowStub(sagaId)
              .getResult(patience.toMillis(), TimeUnit.MILLISECONDS, SagaOutcome.class);
      long left = Math.max(0, deadline - System.nanoTime());
      return models.await(PROJECTION, outcome.position(), Duration.ofNanos(left));
    } catch (WorkflowFailedException cancelled) {
      // Temporal gives no result of a run that it was asked to cancel; the log has its ending.
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }
}
