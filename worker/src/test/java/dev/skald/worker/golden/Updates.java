package dev.skald.worker.golden;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.protocol.v1.Message;
import io.temporal.api.update.v1.Acceptance;
import io.temporal.api.update.v1.Input;
import io.temporal.api.update.v1.Meta;
import io.temporal.api.update.v1.Rejection;
import io.temporal.api.update.v1.Request;
import io.temporal.api.update.v1.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What people tell a run, and how it takes it: they go to and fro beside the history. */
final class Updates {

  private final List<Message> waiting = new ArrayList<>();
  private final Map<String, Message> answers = new HashMap<>();
  private final Map<String, Request> requests = new HashMap<>();
  private final Map<String, Long> acceptedAt = new HashMap<>();

  void send(People.Act.Decide decide) {
    String id = "update-" + (requests.size() + 1);
    Request request =
        Request.newBuilder()
            .setMeta(Meta.newBuilder().setUpdateId(id))
            .setInput(Input.newBuilder().setName(decide.update()).setArgs(decide.arguments()))
            .build();
    requests.put(id, request);
    waiting.add(
        Message.newBuilder()
            .setId(id + "/request")
            .setProtocolInstanceId(id)
            .setBody(Any.pack(request))
            .build());
  }

  /**
   * @param after the event that they follow
   */
  List<Message> sent(long after) {
    List<Message> all =
        waiting.stream().map(message -> message.toBuilder().setEventId(after).build()).toList();
    waiting.clear();
    return all;
  }

  /** Answers why one was rejected, if one was. */
  Optional<String> answered(List<Message> messages) {
    messages.forEach(message -> answers.put(message.getId(), message));
    return messages.stream()
        .filter(message -> message.getBody().is(Rejection.class))
        .map(message -> unpacked(message, Rejection.class).getFailure().getMessage())
        .findFirst();
  }

  void write(String messageId, HistoryEvent.Builder event, long task) {
    Message message = Objects.requireNonNull(answers.get(messageId));
    String id = message.getProtocolInstanceId();
    if (message.getBody().is(Acceptance.class)) {
      acceptedAt.put(id, event.getEventId());
      event.setEventType(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED);
      event
          .getWorkflowExecutionUpdateAcceptedEventAttributesBuilder()
          .setProtocolInstanceId(id)
          .setAcceptedRequestMessageId(id + "/request")
          .setAcceptedRequestSequencingEventId(
              unpacked(message, Acceptance.class).getAcceptedRequestSequencingEventId())
          .setAcceptedRequest(Objects.requireNonNull(requests.get(id)));
    } else {
      Response response = unpacked(message, Response.class);
      event.setEventType(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED);
      event
          .getWorkflowExecutionUpdateCompletedEventAttributesBuilder()
          .setMeta(response.getMeta())
          .setAcceptedEventId(acceptedAt.getOrDefault(id, task))
          .setOutcome(response.getOutcome());
    }
  }

  private static <M extends com.google.protobuf.Message> M unpacked(
      Message message, Class<M> type) {
    try {
      return message.getBody().unpack(type);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("no " + type.getSimpleName() + " in " + message, e);
    }
  }
}
