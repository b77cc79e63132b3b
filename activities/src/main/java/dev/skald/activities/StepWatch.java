package dev.skald.activities;

import dev.skald.domain.Refusal;
import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.StepStarted;
import dev.skald.domain.sagas.SagaEvent.StepTryFailed;
import dev.skald.domain.sagas.SagaEvent.UndoTryFailed;
import dev.skald.eventstore.CommandClosed;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.workflows.engine.Backoff;
import dev.skald.workflows.engine.StepCall;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.ActivityWorkerShutdownException;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stands beside every try of a step: records that a slow one has begun and that one has failed,
 * counts, and asks for the pauses that Temporal cannot count.
 */
public final class StepWatch extends WorkerInterceptorBase {

  private static final Logger LOG = LoggerFactory.getLogger(StepWatch.class);
  private static final JsonMapper JSON = EventTypeRegistry.jsonMapper();
  private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

  /**
   * A worker that is shut down lets no step report from the first moment, but goes on taking tasks
   * for up to five seconds: tries in quick succession would all be used up with it.
   */
  private static final Duration UNTIL_GONE = Duration.ofSeconds(6);

  private final SagaLog log;
  private final StepMetrics metrics;

  public StepWatch(SagaLog log, StepMetrics metrics) {
    this.log = log;
    this.metrics = metrics;
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new Watched(next);
  }

  private final class Watched extends ActivityInboundCallsInterceptorBase {

    private @Nullable ActivityExecutionContext activity;

    Watched(ActivityInboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public void init(ActivityExecutionContext context) {
      activity = context;
      super.init(context);
    }

    @Override
    public ActivityOutput execute(ActivityInput input) {
      Object[] arguments = input.getArguments();
      if (arguments.length != 2 || !(arguments[0] instanceof StepCall call)) {
        return super.execute(input);
      }
      return watched(input, call, arguments[1]);
    }

    private ActivityOutput watched(ActivityInput input, StepCall call, Object command) {
      ActivityInfo info = Objects.requireNonNull(activity).getInfo();
      boolean undo = metrics.isUndo(info.getActivityType());
      Try attempt = new Try(call, undo, StepTry.attempt(call, info), StepTry.id(call, info));
      long started = System.nanoTime();
      try {
        if (!undo && !info.isLocal()) {
          begun(call, command, attempt.number());
        }
        ActivityOutput output = super.execute(input);
        metrics.done(call, undo, System.nanoTime() - started);
        return output;
      } catch (ActivityWorkerShutdownException leaving) {
        metrics.cancelled(call, undo, System.nanoTime() - started);
        throw ApplicationFailure.newBuilder()
            .setType(leaving.getClass().getName())
            .setMessage("the worker is being shut down")
            .setCause(leaving)
            .setNextRetryDelay(UNTIL_GONE)
            .build();
      } catch (ActivityCompletionException | CanceledFailure cancelled) {
        metrics.cancelled(call, undo, System.nanoTime() - started);
        throw cancelled;
      } catch (ApplicationFailure failure) {
        if (failure.isNonRetryable()) {
          metrics.refused(call, undo, System.nanoTime() - started);
          throw failure;
        }
        metrics.failed(call, undo, System.nanoTime() - started);
        throw forNow(attempt, failure.getType(), failure);
      } catch (RuntimeException failure) {
        metrics.failed(call, undo, System.nanoTime() - started);
        throw forNow(attempt, failure.getClass().getName(), failure);
      }
    }
  }

  /**
   * @param number 1 for the first
   * @param id names it among all tries that there ever are of the step
   */
  private record Try(StepCall call, boolean undo, int number, String id) {}

  /**
   * From now on it may have happened, whatever becomes of the run. Each try says so: the first one
   * may have been lost on its way to the worker, or have found no store.
   */
  private void begun(StepCall call, Object command, int attempt) {
    try {
      log.recordOnItsWays(
          call,
          SagaLog.beginning(call).value(),
          call.origin(),
          new StepStarted(call.step(), call.round(), attempt, JSON.convertValue(command, FIELDS)));
    } catch (CommandClosed undone) {
      throw log.undone(call);
    }
  }

  private RuntimeException forNow(Try attempt, String type, RuntimeException failure) {
    String message = Objects.requireNonNullElse(failure.getMessage(), type);
    if (Integer.bitCount(attempt.number()) == 1) {
      record(attempt, new Refusal(type, message));
    }
    Backoff pauses = attempt.call().pauses();
    if (pauses == null) {
      return failure;
    }
    return ApplicationFailure.newBuilder()
        .setType(type)
        .setMessage(message)
        .setCause(failure)
        .setNextRetryDelay(pauses.pauseAfter(attempt.number()))
        .build();
  }

  /** It is told to people only; where it cannot be written down, the failure itself counts. */
  private void record(Try attempt, Refusal why) {
    StepCall call = attempt.call();
    int number = attempt.number();
    SagaEvent event =
        attempt.undo()
            ? new UndoTryFailed(call.step(), call.round(), number, why.code(), why.message())
            : new StepTryFailed(call.step(), call.round(), number, why.code(), why.message());
    String of = attempt.undo() ? call.undoCommandId() : call.commandId();
    String id = of + "/try-failed-" + attempt.id();
    try {
      log.record(call.sagaId(), id, call.origin(), event);
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("saga", call.sagaId())
          .addKeyValue("step", call.step())
          .setCause(e)
          .log("a failed try was not recorded");
    }
  }
}
