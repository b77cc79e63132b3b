package dev.skald.worker.golden;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.Header;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Does the local steps of a run one at a time, in the order in which it asks for them. Those of
 * branches side by side would race, and who wins would be told as if the story had it so.
 */
final class InTurn extends WorkerInterceptorBase {

  private static final String TURN = "turn";
  private static final int PATIENCE_SECONDS = 30;
  private static final CompletableFuture<Void> AT_ONCE = CompletableFuture.completedFuture(null);

  /** What each has to wait for. */
  private final Map<String, CompletableFuture<Void>> turns = new ConcurrentHashMap<>();

  @Override
  public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
    return new WorkflowInboundCallsInterceptorBase(next) {
      @Override
      public void init(WorkflowOutboundCallsInterceptor outbound) {
        super.init(new Asking(outbound));
      }
    };
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new ActivityInboundCallsInterceptorBase(next) {
      @Override
      public ActivityOutput execute(ActivityInput input) {
        Payload turn = input.getHeader().getValues().get(TURN);
        if (turn != null) {
          turns
              .getOrDefault(turn.getData().toStringUtf8(), AT_ONCE)
              .copy()
              .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .join();
        }
        return super.execute(input);
      }
    };
  }

  private final class Asking extends WorkflowOutboundCallsInterceptorBase {

    private CompletableFuture<Void> allBefore = AT_ONCE;

    Asking(WorkflowOutboundCallsInterceptor next) {
      super(next);
    }

    /**
     * The run itself has to have heard of one before the next begins; that it is done is not
     * enough.
     */
    @Override
    public <R> LocalActivityOutput<R> executeLocalActivity(LocalActivityInput<R> input) {
      String turn = UUID.randomUUID().toString();
      turns.put(turn, allBefore);
      CompletableFuture<Void> heard = new CompletableFuture<>();
      allBefore = CompletableFuture.allOf(allBefore, heard);
      LocalActivityOutput<R> output = super.executeLocalActivity(with(turn, input));
      output
          .getResult()
          .handle(
              (_, _) -> {
                turns.remove(turn);
                return heard.complete(null);
              });
      return output;
    }
  }

  private static <R> WorkflowOutboundCallsInterceptor.LocalActivityInput<R> with(
      String turn, WorkflowOutboundCallsInterceptor.LocalActivityInput<R> input) {
    Map<String, Payload> header = new HashMap<>(input.getHeader().getValues());
    header.put(TURN, Payload.newBuilder().setData(ByteString.copyFromUtf8(turn)).build());
    return new WorkflowOutboundCallsInterceptor.LocalActivityInput<>(
        input.getActivityName(),
        input.getResultClass(),
        input.getResultType(),
        input.getArgs(),
        input.getOptions(),
        new Header(header));
  }
}
