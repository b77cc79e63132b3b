package dev.skald.activities;

import static org.awaitility.Awaitility.await;

import dev.skald.activities.Trouble.TaskLost;
import dev.skald.activities.Trouble.Try;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.workflows.engine.SagaJournal.Entry;
import dev.skald.workflows.engine.StepCall;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Plays faults around real steps, by the names that their saga gives them. */
final class Faults extends WorkerInterceptorBase {

  /** How often a step is tried is the saga's; how long it rests meanwhile is nobody's concern. */
  private static final Duration SHORT_PAUSE = Duration.ofMillis(10);

  /** What a saga does last, where only its task can be lost. */
  static final String END = "saga.Completed";

  /** How a saga asks whether an event has come. */
  private static final String EVENT = "saga.TakeEvent";

  private static final int TRIES_THAT_TAKE_TIME = 3;

  private final Map<String, List<Trouble>> bySaga = new ConcurrentHashMap<>();
  private final Predicate<String> isUndo;
  private final StepRecorder recorder;
  private final Consumer<String> cancel;
  private final BiPredicate<String, Collection<String>> hasCompleted;

  /**
   * @param isUndo told the name of an activity
   * @param cancel asks Temporal to cancel a saga
   * @param hasCompleted told a saga and some of its steps
   */
  Faults(
      Predicate<String> isUndo,
      Participants participants,
      Consumer<String> cancel,
      BiPredicate<String, Collection<String>> hasCompleted) {
    this.isUndo = isUndo;
    this.recorder =
        new StepRecorder(
            participants.get(EventStore.class),
            participants.get(EventTypeRegistry.class),
            InstantSource.system(),
            _ -> 1);
    this.cancel = cancel;
    this.hasCompleted = hasCompleted;
  }

  void plan(String sagaId, List<Trouble> troubles) {
    bySaga.put(sagaId, troubles);
  }

  private Optional<Trouble> trouble(String activity, @Nullable Object[] arguments) {
    if (activity.equals(EVENT) && arguments[1] instanceof StepCall call) {
      return trouble(call, false);
    }
    if (arguments[0] instanceof Entry entry) {
      return bySaga.getOrDefault(entry.sagaId(), List.of()).stream()
          .filter(one -> one.step.equals(activity))
          .findFirst();
    }
    return arguments.length == 2 && arguments[0] instanceof StepCall call
        ? trouble(call, isUndo.test(activity))
        : Optional.empty();
  }

  private Optional<Trouble> trouble(StepCall call, boolean undo) {
    return bySaga.getOrDefault(call.sagaId(), List.of()).stream()
        .filter(one -> one.concerns(call, undo))
        .findFirst();
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new Tries(next);
  }

  private final class Tries extends ActivityInboundCallsInterceptorBase {

    private @Nullable ActivityExecutionContext activity;

    Tries(ActivityInboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public void init(ActivityExecutionContext context) {
      activity = context;
      super.init(context);
    }

    @Override
    public ActivityInboundCallsInterceptor.ActivityOutput execute(
        ActivityInboundCallsInterceptor.ActivityInput input) {
      var info = Objects.requireNonNull(activity).getInfo();
      if (info.getActivityType().equals(END)) {
        return super.execute(input);
      }
      if (info.getActivityType().equals(EVENT)) {
        trouble(EVENT, input.getArguments())
            .ifPresent(one -> awaitSiblings(one, ((Entry) input.getArguments()[0]).sagaId()));
        return super.execute(input);
      }
      if (input.getArguments()[0] instanceof Entry) {
        return trouble(info.getActivityType(), input.getArguments())
            .map(one -> one.meetJournal(() -> super.execute(input)))
            .orElseGet(() -> super.execute(input));
      }
      return trouble(info.getActivityType(), input.getArguments())
          .map(
              one -> {
                Try attempt = asTry(info.getActivityType(), info.isLocal(), input);
                awaitSiblings(one, attempt.call().sagaId());
                return one.meet(attempt, () -> super.execute(input));
              })
          .orElseGet(() -> super.execute(input));
    }

    /**
     * The in-process server is stuck when a step is cancelled in the moment in which it is done,
     * which the real one is not: so what goes wrong in a branch does so when the others are done.
     */
    private void awaitSiblings(Trouble trouble, String sagaId) {
      if (!trouble.siblings().isEmpty()) {
        await("the branches beside " + trouble.step)
            .atMost(Duration.ofSeconds(60))
            .until(() -> hasCompleted.test(sagaId, trouble.siblings()));
      }
    }

    private Try asTry(
        String type, boolean local, ActivityInboundCallsInterceptor.ActivityInput input) {
      StepCall call = (StepCall) input.getArguments()[0];
      Record command = (Record) input.getArguments()[1];
      return new Try(
          call,
          isUndo.test(type),
          local,
          refusal -> {
            recorder.perform(call, command, Record.class, () -> new Outcome.Refused<>(refusal));
            throw new AssertionError("a refusal answered");
          });
    }
  }

  @Override
  public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
    return new WorkflowInboundCallsInterceptorBase(next) {
      @Override
      public void init(WorkflowOutboundCallsInterceptor outbound) {
        super.init(new Asking(outbound));
      }
    };
  }

  private final class Asking extends WorkflowOutboundCallsInterceptorBase {

    /** The step that waits for an event. */
    private String waiting = "";

    Asking(WorkflowOutboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public <R> LocalActivityOutput<R> executeLocalActivity(LocalActivityInput<R> input) {
      if (input.getActivityName().equals(EVENT)) {
        waiting = ((StepCall) input.getArgs()[1]).step();
      }
      Optional<Trouble> trouble = trouble(input.getActivityName(), input.getArgs());
      if (trouble.isEmpty()) {
        return super.executeLocalActivity(input);
      }
      loseTaskBefore(trouble.get());
      LocalActivityOutput<R> output =
          super.executeLocalActivity(
              new LocalActivityInput<>(
                  input.getActivityName(),
                  input.getResultClass(),
                  input.getResultType(),
                  input.getArgs(),
                  shorter(input.getOptions(), trouble.get()),
                  input.getHeader()));
      loseTaskAfter(trouble.get(), input.getArgs(), output.getResult());
      return output;
    }

    @Override
    public <R> WorkflowOutboundCallsInterceptor.ActivityOutput<R> executeActivity(
        WorkflowOutboundCallsInterceptor.ActivityInput<R> input) {
      Optional<Trouble> trouble = trouble(input.getActivityName(), input.getArgs());
      if (trouble.isEmpty()) {
        return super.executeActivity(input);
      }
      loseTaskBefore(trouble.get());
      WorkflowOutboundCallsInterceptor.ActivityOutput<R> output =
          super.executeActivity(
              new WorkflowOutboundCallsInterceptor.ActivityInput<>(
                  input.getActivityName(),
                  input.getResultClass(),
                  input.getResultType(),
                  input.getArgs(),
                  shorter(input.getOptions(), trouble.get()),
                  input.getHeader()));
      loseTaskAfter(trouble.get(), input.getArgs(), output.getResult());
      return output;
    }

    @Override
    public boolean await(Duration timeout, String reason, Supplier<Boolean> condition) {
      Duration patience =
          bySaga.getOrDefault(Workflow.getInfo().getWorkflowId(), List.of()).stream()
              .filter(one -> one.step.equals(waiting))
              .map(Trouble::patience)
              .filter(Objects::nonNull)
              .findFirst()
              .orElse(timeout);
      return super.await(patience, reason, condition);
    }

    private void loseTaskBefore(Trouble trouble) {
      if (trouble.losesTaskBefore()) {
        throw new TaskLost();
      }
    }

    private void loseTaskAfter(Trouble trouble, Object[] arguments, Promise<?> answered) {
      if (trouble.losesTaskAfter(answered::get)) {
        if (trouble.comesWithCancel()) {
          cancel.accept(
              arguments[0] instanceof Entry end
                  ? end.sagaId()
                  : ((StepCall) arguments[0]).sagaId());
        }
        throw new TaskLost();
      }
    }
  }

  private static LocalActivityOptions shorter(LocalActivityOptions options, Trouble trouble) {
    Duration limit = trouble.timeLimit();
    return limit == null
        ? options
        : LocalActivityOptions.newBuilder(options).setStartToCloseTimeout(limit).build();
  }

  private static ActivityOptions shorter(ActivityOptions options, Trouble trouble) {
    RetryOptions retries = options.getRetryOptions();
    RetryOptions.Builder fewer =
        RetryOptions.newBuilder(retries)
            .setInitialInterval(SHORT_PAUSE)
            .setMaximumInterval(SHORT_PAUSE);
    Duration limit = trouble.timeLimit();
    if (limit == null) {
      return ActivityOptions.newBuilder(options).setRetryOptions(fewer.build()).build();
    }
    // Without end is written as 0.
    fewer.setMaximumAttempts(Math.min(retries.getMaximumAttempts(), TRIES_THAT_TAKE_TIME));
    return ActivityOptions.newBuilder(options)
        .setRetryOptions(fewer.build())
        .setStartToCloseTimeout(limit)
        .build();
  }
}
