package dev.skald.activities;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Deadline;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Begins runs and ends their tasks at Temporal a few at a time; others wait here, in the order in
 * which they came, and ends before beginnings. Callers hear of a saga's end before Temporal does,
 * and may ask for the next one at once: on a busy machine more would be begun than is ended, until
 * Temporal takes longer for the end of a task than the task may take, and has it done again.
 */
final class TemporalTurns implements ClientInterceptor {

  private static final String BEGINS =
      WorkflowServiceGrpc.getStartWorkflowExecutionMethod().getFullMethodName();
  private static final String ENDS =
      WorkflowServiceGrpc.getRespondWorkflowTaskCompletedMethod().getFullMethodName();

  private final Queue<CountDownLatch> ends = new ArrayDeque<>();
  private final Queue<CountDownLatch> beginnings = new ArrayDeque<>();
  private int free;

  TemporalTurns(int atOnce) {
    free = atOnce;
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    ClientCall<Q, A> call = next.newCall(method, options);
    String name = method.getFullMethodName();
    if (name.equals(ENDS)) {
      return new InTurn<>(call, ends, options.getDeadline());
    }
    return name.equals(BEGINS) ? new InTurn<>(call, beginnings, options.getDeadline()) : call;
  }

  /** Waits before it is sent, for as long as there is time for it at all. */
  private final class InTurn<Q, A> extends SimpleForwardingClientCall<Q, A> {

    private final Queue<CountDownLatch> queue;
    private final @Nullable Deadline deadline;

    InTurn(ClientCall<Q, A> call, Queue<CountDownLatch> queue, @Nullable Deadline deadline) {
      super(call);
      this.queue = queue;
      this.deadline = deadline;
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
      boolean ours = enter(queue, deadline);
      super.start(
          new SimpleForwardingClientCallListener<>(listener) {
            @Override
            public void onClose(Status status, Metadata trailers) {
              if (ours) {
                leave();
              }
              super.onClose(status, trailers);
            }
          },
          headers);
    }
  }

  /** Answers whether its turn came: otherwise it goes on without, and finds itself too late. */
  boolean enter(Queue<CountDownLatch> queue, @Nullable Deadline deadline) {
    CountDownLatch turn = new CountDownLatch(1);
    synchronized (this) {
      if (free > 0) {
        free--;
        return true;
      }
      queue.add(turn);
    }
    try {
      if (deadline == null) {
        turn.await();
        return true;
      }
      if (turn.await(deadline.timeRemaining(TimeUnit.NANOSECONDS), TimeUnit.NANOSECONDS)) {
        return true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      // Its turn may have come in this very moment.
      return !queue.remove(turn);
    }
  }

  private synchronized void leave() {
    CountDownLatch next = ends.isEmpty() ? beginnings.poll() : ends.poll();
    if (next == null) {
      free++;
    } else {
      next.countDown();
    }
  }
}
