package dev.skald.worker.release;

import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.MarkerRecordedEventAttributes;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The way a run has taken, read off its history: its steps, how they failed, who interfered. */
final class Path {

  private static final int WORDS = 16;

  /** What a saga tells about itself is no step of its path. */
  private static final String JOURNAL = "saga.";

  private final DataConverter converter;
  private final List<String> words = new ArrayList<>();
  private final Map<Long, String> scheduled = new HashMap<>();

  private Path(DataConverter converter) {
    this.converter = converter;
  }

  static String of(WorkflowExecutionHistory history, DataConverter converter) {
    Path path = new Path(converter);
    history.getEvents().forEach(path::read);
    return path.told();
  }

  private String told() {
    return words.size() <= WORDS
        ? String.join(", ", words)
        : String.join(", ", words.subList(0, WORDS)) + ", ...";
  }

  private void read(HistoryEvent event) {
    switch (event.getEventType()) {
      case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED -> {
        String type = event.getActivityTaskScheduledEventAttributes().getActivityType().getName();
        begin(event.getEventId(), type, summary(event).orElse(type));
      }
      case EVENT_TYPE_ACTIVITY_TASK_FAILED -> {
        var failed = event.getActivityTaskFailedEventAttributes();
        end(failed.getScheduledEventId(), code(failed.getFailure()));
      }
      case EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT ->
          end(event.getActivityTaskTimedOutEventAttributes().getScheduledEventId(), "timed out");
      case EVENT_TYPE_ACTIVITY_TASK_CANCELED ->
          end(event.getActivityTaskCanceledEventAttributes().getScheduledEventId(), "cancelled");
      case EVENT_TYPE_MARKER_RECORDED -> marker(event);
      case EVENT_TYPE_TIMER_FIRED -> say("a timer");
      case EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED ->
          say("signal " + event.getWorkflowExecutionSignaledEventAttributes().getSignalName());
      case EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED ->
          say(
              "told to "
                  + event
                      .getWorkflowExecutionUpdateAcceptedEventAttributes()
                      .getAcceptedRequest()
                      .getInput()
                      .getName());
      case EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED -> say("cancelled from outside");
      default -> {}
    }
  }

  /** A local step leaves only a marker, when it has ended. */
  private void marker(HistoryEvent event) {
    MarkerRecordedEventAttributes marker = event.getMarkerRecordedEventAttributes();
    if (!marker.getMarkerName().equals("LocalActivity")) {
      return;
    }
    String type =
        Optional.ofNullable(marker.getDetailsMap().get("type"))
            .map(Payloads::getPayloadsList)
            .flatMap(payloads -> payloads.stream().findFirst())
            .flatMap(this::text)
            .orElse("a local step");
    if (!type.startsWith(JOURNAL)) {
      say(named(summary(event).orElse(type), marker.hasFailure() ? code(marker.getFailure()) : ""));
    }
  }

  private void begin(long id, String type, String name) {
    if (!type.startsWith(JOURNAL)) {
      scheduled.put(id, name);
      say(name);
    }
  }

  private void end(long id, String how) {
    String name = scheduled.get(id);
    if (name != null) {
      words.set(words.lastIndexOf(name), named(name, how));
    }
  }

  private static String named(String name, String how) {
    return how.isEmpty() ? name : "%s (%s)".formatted(name, how);
  }

  private void say(String word) {
    if (words.isEmpty() || !words.getLast().equals(word)) {
      words.add(word);
    }
  }

  /** A local step's failure stands within that of the activity. */
  private static String code(Failure failure) {
    if (!failure.hasApplicationFailureInfo() && failure.hasCause()) {
      return code(failure.getCause());
    }
    String type = failure.getApplicationFailureInfo().getType();
    return type.isEmpty() ? "failed" : type.substring(type.lastIndexOf('.') + 1);
  }

  private Optional<String> summary(HistoryEvent event) {
    return event.hasUserMetadata() && event.getUserMetadata().hasSummary()
        ? text(event.getUserMetadata().getSummary())
        : Optional.empty();
  }

  private Optional<String> text(Payload payload) {
    try {
      return Optional.ofNullable(converter.fromPayload(payload, String.class, String.class));
    } catch (DataConverterException e) {
      return Optional.empty();
    }
  }
}
