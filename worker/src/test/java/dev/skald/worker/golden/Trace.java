package dev.skald.worker.golden;

import io.temporal.common.SearchAttributeUpdate;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Writes down what a run asks Temporal for, with all inputs and options: most of that a replay does
 * not compare.
 */
final class Trace extends WorkerInterceptorBase {

  private final DataConverter converter;
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  Trace(DataConverter converter) {
    this.converter = converter;
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
    return new WorkflowInboundCallsInterceptorBase(next) {
      @Override
      public void init(WorkflowOutboundCallsInterceptor outbound) {
        super.init(new Outbound(outbound));
      }

      @Override
      public WorkflowOutput execute(WorkflowInput input) {
        WorkflowOutput output = super.execute(input);
        lines.add("ends with " + json(output.getResult()));
        return output;
      }
    };
  }

  private String json(Object value) {
    return converter
        .toPayload(value)
        .map(payload -> payload.getData().toStringUtf8())
        .orElse("null");
  }

  private void asked(String what, Object[] arguments, Object options) {
    lines.add(what);
    for (Object argument : arguments) {
      lines.add("    told     " + asOfTheRunItself(json(argument)));
    }
    lines.add("    options  " + spoken(options));
  }

  /** A replay has an id of its own, of which the engine makes some ids of commands. */
  private static String asOfTheRunItself(String json) {
    WorkflowInfo run = Workflow.getInfo();
    return json.replace(beginning(run.getRunId()), beginning(run.getOriginalExecutionRunId()));
  }

  private static String beginning(String runId) {
    return runId.substring(0, 8);
  }

  /** Without those that are not set. */
  private static String spoken(Object options) {
    String text = options.toString();
    return text.replaceAll("\\w+=null(, )?", "").replaceAll("(, )?\\w+=\\[\\]", "");
  }

  private final class Outbound extends WorkflowOutboundCallsInterceptorBase {

    Outbound(WorkflowOutboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public <R> ActivityOutput<R> executeActivity(ActivityInput<R> input) {
      asked("asks for " + input.getActivityName(), input.getArgs(), input.getOptions());
      return super.executeActivity(input);
    }

    @Override
    public <R> LocalActivityOutput<R> executeLocalActivity(LocalActivityInput<R> input) {
      asked("does " + input.getActivityName(), input.getArgs(), input.getOptions());
      return super.executeLocalActivity(input);
    }

    @Override
    public void sleep(Duration duration) {
      lines.add("sleeps " + duration);
      super.sleep(duration);
    }

    @Override
    public boolean await(Duration timeout, String reason, Supplier<Boolean> condition) {
      lines.add("waits at most " + timeout);
      return super.await(timeout, reason, condition);
    }

    @Override
    public void await(String reason, Supplier<Boolean> condition) {
      lines.add("waits");
      super.await(reason, condition);
    }

    @Override
    public Promise<Void> newTimer(Duration duration) {
      lines.add("sets a timer of " + duration);
      return super.newTimer(duration);
    }

    @Override
    public Promise<Void> newTimer(Duration duration, TimerOptions options) {
      lines.add("sets a timer of %s, %s".formatted(duration, spoken(options)));
      return super.newTimer(duration, options);
    }

    @Override
    public <R> R sideEffect(Class<R> result, Type type, Functions.Func<R> effect) {
      lines.add("has a side effect");
      return super.sideEffect(result, type, effect);
    }

    @Override
    public int getVersion(String change, int least, int most) {
      lines.add("asks for the version of %s, %d to %d".formatted(change, least, most));
      return super.getVersion(change, least, most);
    }

    @Override
    public void upsertTypedSearchAttributes(SearchAttributeUpdate<?>... updates) {
      lines.add(
          Arrays.stream(updates)
              .map(update -> update.getKey().getName() + " " + update.getValue().orElse(null))
              .collect(Collectors.joining(", ", "can be found by ", "")));
      super.upsertTypedSearchAttributes(updates);
    }
  }
}
