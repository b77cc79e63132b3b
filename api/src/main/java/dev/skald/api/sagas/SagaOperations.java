package dev.skald.api.sagas;

import dev.skald.api.Problem;
import dev.skald.domain.Origin;
import dev.skald.workflows.engine.Decision;
import dev.skald.workflows.engine.DecisionKind;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.client.WorkflowUpdateTimeoutOrCancelledException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Takes operators' calls to the run they mean; one that no worker takes in time is refused. */
final class SagaOperations {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final WorkflowClient client;

  SagaOperations(WorkflowClient client) {
    this.client = client;
  }

  void compensate(String sagaId, String reason, Origin origin) {
    tell(sagaId, "compensate", reason, origin);
  }

  void decide(String sagaId, String step, DecisionKind kind, Decision decision) {
    tell(sagaId, kind.name().toLowerCase(Locale.ROOT), step, decision);
  }

  private void tell(String sagaId, String update, Object... arguments) {
    UpdateOptions<Void> options =
        UpdateOptions.newBuilder(Void.class)
            .setUpdateName(update)
            .setWaitForStage(WorkflowUpdateStage.COMPLETED)
            .build();
    try {
      client
          .newUntypedWorkflowStub(sagaId)
          .startUpdate(options, arguments)
          .getResultAsync()
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (WorkflowNotFoundException e) {
      throw Problem.conflict(
          "saga-not-running", "saga '%s' has ended or was never started".formatted(sagaId));
    } catch (WorkflowUpdateException e) {
      throw Problem.conflict("not-possible-now", reason(e));
    } catch (WorkflowUpdateTimeoutOrCancelledException | TimeoutException e) {
      throw nobody(sagaId);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw nobody(sagaId);
    } catch (java.util.concurrent.ExecutionException | CompletionException e) {
      if (e.getCause() instanceof WorkflowUpdateException refused) {
        throw Problem.conflict("not-possible-now", reason(refused));
      }
      throw e.getCause() instanceof WorkflowServiceException service ? service : nobody(sagaId);
    }
  }

  private static Problem nobody(String sagaId) {
    return Problem.unavailable(
        "no-worker", "no worker took the call to saga '%s' in time; try again".formatted(sagaId));
  }

  private static String reason(WorkflowUpdateException refused) {
    Throwable cause = refused.getCause();
    return cause instanceof io.temporal.failure.ApplicationFailure failure
        ? failure.getOriginalMessage()
        : String.valueOf(refused.getMessage());
  }
}
