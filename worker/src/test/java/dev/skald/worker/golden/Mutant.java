package dev.skald.worker.golden;

import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.common.interceptors.Header;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes what a story asks for at one place, as if its code had been changed there. It first
 * replays what it spoils, so that it has answers for what it leaves out.
 */
final class Mutant extends WorkerInterceptorBase {

  /** A step as the story asks for it, and what it was answered. */
  static final class Asked {

    private final String name;
    private final Class<?> result;
    private final Type type;
    private final Object[] arguments;
    private final boolean local;
    private @Nullable Object value;

    Asked(String name, Class<?> result, Type type, Object[] arguments, boolean local) {
      this.name = name;
      this.result = result;
      this.type = type;
      this.arguments = arguments;
      this.local = local;
    }

    String name() {
      return name;
    }
  }

  private final Optional<Mutation> mutation;
  private final int place;
  private final List<Asked> known;
  private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
  private final Map<Integer, Promise<?>> early = new HashMap<>();

  private Mutant(Optional<Mutation> mutation, int place, List<Asked> known) {
    this.mutation = mutation;
    this.place = place;
    this.known = known;
  }

  /** Changes nothing, and learns what a story asks for. */
  static Mutant none() {
    return new Mutant(Optional.empty(), -1, List.of());
  }

  /**
   * @param at which of the steps that the story asks for, from 0
   */
  Mutant spoilt(Mutation how, int at) {
    return new Mutant(Optional.of(how), at, asked());
  }

  /** Whether there is something at a place to be changed in that way. */
  boolean canBe(Mutation how, int at) {
    return switch (how) {
      case SWAPPED_WITH_THE_NEXT -> at + 1 < asked.size();
      case ADDED_AT_THE_TAIL -> at == 0;
      case TOLD_SOMETHING_ELSE -> asked.get(at).arguments.length > 0;
      default -> true;
    };
  }

  List<Asked> asked() {
    return List.copyOf(asked);
  }

  @Override
  public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
    return new WorkflowInboundCallsInterceptorBase(next) {
      private @Nullable Outbound outbound;

      @Override
      public void init(WorkflowOutboundCallsInterceptor core) {
        outbound = new Outbound(core);
        super.init(outbound);
      }

      @Override
      public WorkflowOutput execute(WorkflowInput input) {
        WorkflowOutput output = super.execute(input);
        if (outbound != null && is(Mutation.ADDED_AT_THE_TAIL)) {
          outbound.extra().get();
        }
        return output;
      }
    };
  }

  private boolean is(Mutation one) {
    return mutation.filter(one::equals).isPresent();
  }

  private final class Outbound extends WorkflowOutboundCallsInterceptorBase {

    private final WorkflowOutboundCallsInterceptor core;

    Outbound(WorkflowOutboundCallsInterceptor core) {
      super(core);
      this.core = core;
    }

    @Override
    public <R> ActivityOutput<R> executeActivity(ActivityInput<R> input) {
      Asked now =
          new Asked(
              input.getActivityName(),
              input.getResultClass(),
              input.getResultType(),
              input.getArgs(),
              false);
      return new ActivityOutput<>("golden", take(now, input.getOptions(), input.getHeader()));
    }

    @Override
    public <R> LocalActivityOutput<R> executeLocalActivity(LocalActivityInput<R> input) {
      Asked now =
          new Asked(
              input.getActivityName(),
              input.getResultClass(),
              input.getResultType(),
              input.getArgs(),
              true);
      return new LocalActivityOutput<>(take(now, input.getOptions(), input.getHeader()));
    }

    Promise<Void> extra() {
      return call(
          new Asked("golden.Extra", Void.class, Void.class, new Object[0], false),
          ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofSeconds(1)).build(),
          Header.empty());
    }

    @SuppressWarnings("unchecked")
    private <R> Promise<R> take(Asked now, Object options, Header header) {
      int index = asked.size();
      asked.add(now);
      Promise<?> answer =
          early.containsKey(index)
              ? early.get(index)
              : index == place ? spoilt(now, options, header) : call(now, options, header);
      answer.thenApply(
          value -> {
            now.value = value;
            return value;
          });
      return (Promise<R>) answer;
    }

    private Promise<?> spoilt(Asked now, Object options, Header header) {
      return switch (mutation.orElseThrow()) {
        case ADDED_BEFORE -> {
          extra().get();
          yield call(now, options, header);
        }
        case ADDED_AT_THE_TAIL -> call(now, options, header);
        case REMOVED -> Workflow.newPromise(known.get(place).value);
        case RENAMED ->
            call(
                new Asked(now.name + "Better", now.result, now.type, now.arguments, now.local),
                options,
                header);
        case SWAPPED_WITH_THE_NEXT -> {
          Asked next = known.get(place + 1);
          Promise<?> first = call(next, options, header);
          first.get();
          early.put(place + 1, first);
          yield call(now, options, header);
        }
        case TOLD_SOMETHING_ELSE -> {
          Object[] other = now.arguments.clone();
          other[other.length - 1] = Map.of("other", true);
          yield call(new Asked(now.name, now.result, now.type, other, now.local), options, header);
        }
        case GIVEN_ANOTHER_TIME_LIMIT -> call(now, longer(options), header);
        case GIVEN_OTHER_RETRIES -> call(now, retried(options), header);
        case LOCAL_IF_NORMAL_AND_NORMAL_IF_LOCAL ->
            call(
                new Asked(now.name, now.result, now.type, now.arguments, !now.local),
                now.local
                    ? ActivityOptions.newBuilder()
                        .setStartToCloseTimeout(Duration.ofSeconds(1))
                        .build()
                    : LocalActivityOptions.newBuilder()
                        .setStartToCloseTimeout(Duration.ofSeconds(1))
                        .build(),
                header);
        case A_TIMER_BEFORE -> {
          core.newTimer(Duration.ofSeconds(1)).get();
          yield call(now, options, header);
        }
        case A_SIDE_EFFECT_BEFORE -> {
          core.sideEffect(String.class, String.class, () -> "effect");
          yield call(now, options, header);
        }
        case A_VERSION_BEFORE -> {
          core.getVersion("golden", 1, 1);
          yield call(now, options, header);
        }
      };
    }

    @SuppressWarnings("unchecked")
    private <R> Promise<R> call(Asked asked, Object options, Header header) {
      Class<R> result = (Class<R>) asked.result;
      return asked.local
          ? core.executeLocalActivity(
                  new LocalActivityInput<>(
                      asked.name,
                      result,
                      asked.type,
                      asked.arguments,
                      (LocalActivityOptions) options,
                      header))
              .getResult()
          : core.executeActivity(
                  new ActivityInput<>(
                      asked.name,
                      result,
                      asked.type,
                      asked.arguments,
                      (ActivityOptions) options,
                      header))
              .getResult();
    }
  }

  private static Object longer(Object options) {
    return switch (options) {
      case ActivityOptions normal ->
          normal.toBuilder()
              .setStartToCloseTimeout(normal.getStartToCloseTimeout().plusSeconds(1))
              .build();
      case LocalActivityOptions local ->
          LocalActivityOptions.newBuilder(local)
              .setStartToCloseTimeout(local.getStartToCloseTimeout().plusSeconds(1))
              .build();
      default -> throw new IllegalArgumentException(options + " has no time limit");
    };
  }

  private static Object retried(Object options) {
    RetryOptions other = RetryOptions.newBuilder().setMaximumAttempts(77).build();
    return switch (options) {
      case ActivityOptions normal -> normal.toBuilder().setRetryOptions(other).build();
      case LocalActivityOptions local ->
          LocalActivityOptions.newBuilder(local).setRetryOptions(other).build();
      default -> throw new IllegalArgumentException(options + " has no retries");
    };
  }
}
