package dev.skald.activities;

import dev.skald.workflows.engine.SagaJournal.Entry;
import dev.skald.workflows.engine.StepCall;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Leads all that workers do for a saga past what holds it, if that saga has such a thing. */
final class Holds extends WorkerInterceptorBase {

  private final Map<String, UnderWay> bySaga = new ConcurrentHashMap<>();

  void of(String sagaId, UnderWay underWay) {
    bySaga.put(sagaId, underWay);
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new ActivityInboundCallsInterceptorBase(next) {
      private @Nullable ActivityExecutionContext activity;

      @Override
      public void init(ActivityExecutionContext context) {
        activity = context;
        super.init(context);
      }

      @Override
      public ActivityOutput execute(ActivityInput input) {
        var info = Objects.requireNonNull(activity).getInfo();
        UnderWay saga = bySaga.get(info.getWorkflowId());
        if (saga == null) {
          return super.execute(input);
        }
        String what =
            switch (input.getArguments()[0]) {
              case StepCall call -> info.getActivityType() + " of " + call.step();
              case Entry _ -> info.getActivityType();
              default -> throw new AssertionError("nobody's " + info.getActivityType());
            };
        return saga.pass(what, info.isLocal(), () -> super.execute(input));
      }
    };
  }
}
