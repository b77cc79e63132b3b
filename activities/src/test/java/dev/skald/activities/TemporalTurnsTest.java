package dev.skald.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TemporalTurnsTest {

  private static final MethodDescriptor<?, ?> BEGINNING =
      WorkflowServiceGrpc.getStartWorkflowExecutionMethod();
  private static final MethodDescriptor<?, ?> END =
      WorkflowServiceGrpc.getRespondWorkflowTaskCompletedMethod();
  private static final MethodDescriptor<?, ?> POLL =
      WorkflowServiceGrpc.getPollWorkflowTaskQueueMethod();

  private final TemporalTurns turns = new TemporalTurns(2);
  private final List<String> sent = new CopyOnWriteArrayList<>();
  private final Map<String, ClientCall.Listener<?>> open = new ConcurrentHashMap<>();

  @Test
  void those_that_find_no_room_wait_in_their_order_and_ends_go_first() {
    call("b1", BEGINNING);
    call("b2", BEGINNING);
    waiting("b3", BEGINNING);
    waiting("b4", BEGINNING);
    waiting("e1", END);
    waiting("e2", END);
    assertThat(sent).containsExactly("b1", "b2");

    for (String next : List.of("e1", "e2", "b3", "b4")) {
      close(sent.get(sent.size() - 2));
      await().until(() -> sent.getLast().equals(next));
    }

    assertThat(sent).containsExactly("b1", "b2", "e1", "e2", "b3", "b4");
  }

  @Test
  void what_only_asks_does_not_wait() {
    call("b1", BEGINNING);
    call("b2", BEGINNING);

    call("p1", POLL);

    assertThat(sent).containsExactly("b1", "b2", "p1");
  }

  @Test
  void one_whose_time_is_over_waits_no_longer_and_takes_nobodys_turn() throws Exception {
    call("b1", BEGINNING);
    call("b2", BEGINNING);
    call("late", BEGINNING, CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.MILLISECONDS));
    assertThat(sent).containsExactly("b1", "b2", "late");
    Thread waiting = waiting("b3", BEGINNING);

    close("late");
    assertThat(waiting.isAlive()).isTrue();
    close("b1");

    waiting.join();
    assertThat(sent).containsExactly("b1", "b2", "late", "b3");
  }

  @Test
  void one_that_fails_at_once_leaves_room() {
    for (String name : List.of("b1", "b2", "b3")) {
      call(name, BEGINNING);
      close(name);
    }

    assertThat(sent).containsExactly("b1", "b2", "b3");
  }

  private Thread waiting(String name, MethodDescriptor<?, ?> method) {
    Thread thread = Thread.ofVirtual().start(() -> call(name, method));
    await().until(() -> thread.getState() == Thread.State.WAITING);
    return thread;
  }

  private void call(String name, MethodDescriptor<?, ?> method) {
    call(name, method, CallOptions.DEFAULT);
  }

  private void call(String name, MethodDescriptor<?, ?> method, CallOptions options) {
    begin(name, method, options);
  }

  private <Q, A> void begin(String name, MethodDescriptor<Q, A> method, CallOptions options) {
    turns
        .interceptCall(method, options, new Server(name))
        .start(new ClientCall.Listener<>() {}, new Metadata());
  }

  private void close(String name) {
    Objects.requireNonNull(open.get(name)).onClose(Status.UNAVAILABLE, new Metadata());
  }

  /** It answers when it is told to. */
  private final class Server extends Channel {

    private final String name;

    Server(String name) {
      this.name = name;
    }

    @Override
    public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
      return new ClientCall<>() {
        @Override
        public void start(Listener<A> listener, Metadata headers) {
          open.put(name, listener);
          sent.add(name);
        }

        @Override
        public void request(int messages) {}

        @Override
        public void cancel(@Nullable String message, @Nullable Throwable cause) {}

        @Override
        public void halfClose() {}

        @Override
        public void sendMessage(Q message) {}
      };
    }

    @Override
    public String authority() {
      return "a server";
    }
  }
}
