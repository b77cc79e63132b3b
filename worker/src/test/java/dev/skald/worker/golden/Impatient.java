package dev.skald.worker.golden;

import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Nobody waits for days while a history is recorded: events from outside are given up soon. A
 * replay does not compare how long a timer was, and {@code .commands} tell what the story asks for.
 */
final class Impatient extends WorkerInterceptorBase {

  private static final Duration LONGEST = Duration.ofSeconds(20);

  @Override
  public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
    return new WorkflowInboundCallsInterceptorBase(next) {
      @Override
      public void init(WorkflowOutboundCallsInterceptor outbound) {
        super.init(
            new WorkflowOutboundCallsInterceptorBase(outbound) {
              @Override
              public boolean await(Duration timeout, String reason, Supplier<Boolean> condition) {
                Duration shorter = timeout.compareTo(LONGEST) > 0 ? LONGEST : timeout;
                return super.await(shorter, reason, condition);
              }
            });
      }
    };
  }
}
