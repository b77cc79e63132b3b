package dev.skald.api.sagas;

import dev.skald.activities.StuckRuns.Cause;
import dev.skald.api.Problem;
import dev.skald.workflows.engine.SagaControl.CalledOff;
import dev.skald.workflows.engine.SagaControl.UndoPlan;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.QueryRejectCondition;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowQueryConditionallyRejectedException;
import io.temporal.client.WorkflowQueryException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.client.WorkflowUpdateHandle;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.client.WorkflowUpdateTimeoutOrCancelledException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

/** Takes calls to the run that they mean; one that no worker takes in time is refused. */
final class SagaCalls {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final WorkflowClient client;
  private final Function<String, Optional<Cause>> stuck;

  /**
   * Calls nobody yet.
   *
   * @param stuck why workers cannot go on with a run, if they cannot
   */
  SagaCalls(WorkflowClient client, Function<String, Optional<Cause>> stuck) {
    // A worker answers for a run that is over as well, but nobody would do what it says.
    this.client =
        WorkflowClient.newInstance(
            client.getWorkflowServiceStubs(),
            WorkflowClientOptions.newBuilder(client.getOptions())
                .setQueryRejectCondition(QueryRejectCondition.QUERY_REJECT_CONDITION_NOT_OPEN)
                .build());
    this.stuck = stuck;
  }

  /** The run does not want it; the message says why. */
  static final class NotNow extends RuntimeException {
    NotNow(String why) {
      super(why);
    }
  }

  /** Temporal runs no such saga. */
  static final class NotRunning extends RuntimeException {
    NotRunning(String sagaId) {
      super("saga '%s' has ended or was never started".formatted(sagaId));
    }
  }

  /**
   * Tells a run something that it takes or refuses at once.
   *
   * @param id delivered twice under it, it is one
   */
  void tell(String sagaId, String update, String id, Object... arguments) {
    inTime(sagaId, () -> start(Void.class, sagaId, update, id, arguments).getResultAsync().get());
  }

  /**
   * A run that goes by somebody's wish to have it undone.
   *
   * @param wish that of the first of all who told it so
   */
  record Undoing(String runId, CalledOff wish) {}

  Undoing compensate(String sagaId, CalledOff wish) {
    return inTime(
        sagaId,
        () -> {
          WorkflowUpdateHandle<CalledOff> told =
              start(CalledOff.class, sagaId, "compensate", "compensate", wish.reason(), wish.by());
          // A worker of an older build does not say.
          CalledOff first = Objects.requireNonNullElse(told.getResultAsync().get(), wish);
          return new Undoing(told.getExecution().getRunId(), first);
        });
  }

  private <T> WorkflowUpdateHandle<T> start(
      Class<T> answer, String sagaId, String update, String id, Object... arguments) {
    UpdateOptions<T> options =
        UpdateOptions.newBuilder(answer)
            .setUpdateName(update)
            .setUpdateId(id)
            .setWaitForStage(WorkflowUpdateStage.COMPLETED)
            .build();
    return client.newUntypedWorkflowStub(sagaId).startUpdate(options, arguments);
  }

  UndoPlan undoPlan(String sagaId) {
    return inTime(
        sagaId, () -> client.newUntypedWorkflowStub(sagaId).query("undoPlan", UndoPlan.class));
  }

  /** A signal is kept for the run, whether a worker is there or not. */
  void signal(String sagaId, String name, Object... arguments) {
    try {
      Promptly.call(
          () -> {
            client.newUntypedWorkflowStub(sagaId).signal(name, arguments);
            return null;
          });
    } catch (WorkflowNotFoundException e) {
      throw new NotRunning(sagaId);
    }
  }

  private <T> T inTime(String sagaId, Callable<T> call) {
    FutureTask<T> answer = new FutureTask<>(() -> untilReady(sagaId).execute(call::call));
    Thread thread = Thread.ofVirtual().name("saga-call").start(answer);
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      thread.interrupt();
      throw nobody(sagaId);
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw nobody(sagaId);
    } catch (ExecutionException e) {
      throw meaning(sagaId, root(e));
    }
  }

  /** What comes into a workflow task beside the call may make it fail: the next one takes it. */
  private RetryTemplate untilReady(String sagaId) {
    return new RetryTemplate(
        RetryPolicy.builder()
            .predicate(failure -> isNotReady(root(failure)) && whyStuck(sagaId).isEmpty())
            .delay(Duration.ofMillis(20))
            .multiplier(2)
            .maxDelay(Duration.ofMillis(500))
            .maxRetries(Long.MAX_VALUE)
            .timeout(PATIENCE)
            .build());
  }

  private static Throwable root(Throwable failure) {
    Throwable inner = failure;
    while ((inner instanceof ExecutionException || inner instanceof RetryException)
        && inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner;
  }

  private RuntimeException meaning(String sagaId, Throwable failure) {
    return switch (failure) {
      case WorkflowNotFoundException _, WorkflowQueryConditionallyRejectedException _ ->
          new NotRunning(sagaId);
      case WorkflowUpdateException refused -> new NotNow(reason(refused));
      case WorkflowUpdateTimeoutOrCancelledException _, WorkflowQueryException _ -> nobody(sagaId);
      case RuntimeException _ when isNotReady(failure) -> silent(sagaId, "did not take");
      case RuntimeException other -> other;
      default -> new IllegalStateException(failure);
    };
  }

  /** Temporal takes nothing for a run that workers have tried a few times to go on with. */
  private static boolean isNotReady(Throwable failure) {
    return failure instanceof WorkflowServiceException refused
        && refused.getCause() != null
        && Status.fromThrowable(refused.getCause()).getCode() == Status.Code.FAILED_PRECONDITION;
  }

  private Problem nobody(String sagaId) {
    // It may yet be taken, when the story can be told again.
    return silent(sagaId, "has so far not taken");
  }

  private Problem silent(String sagaId, String didNotTake) {
    return whyStuck(sagaId)
        .filter(Cause::isKnown)
        .map(
            why ->
                Problem.conflict(
                    "saga-stuck",
                    "saga '%s' %s the call, since %s; deploy a worker that can tell it, or reset or terminate its run in Temporal"
                        .formatted(sagaId, didNotTake, why.inWords())))
        .orElseGet(
            () ->
                Problem.unavailable(
                    "no-worker",
                    "saga '%s' does not answer just now: no worker took the call in time; try again"
                        .formatted(sagaId)));
  }

  private Optional<Cause> whyStuck(String sagaId) {
    try {
      return stuck.apply(sagaId);
    } catch (StatusRuntimeException | WorkflowServiceException silent) {
      // Then that is not known either.
      return Optional.empty();
    }
  }

  private static String reason(WorkflowUpdateException refused) {
    return refused.getCause() instanceof ApplicationFailure failure
        ? failure.getOriginalMessage()
        : String.valueOf(refused.getMessage());
  }
}
