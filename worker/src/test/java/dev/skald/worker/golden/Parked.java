package dev.skald.worker.golden;

import io.temporal.api.common.v1.Payload;
import io.temporal.api.history.v1.HistoryEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/** Where a run has handed itself back to the server, and waits. */
final class Parked {

  private static final String STUCK = "CANNOT GO ON";

  private Parked() {}

  /** After which events. */
  static List<Integer> in(List<HistoryEvent> events) {
    List<Integer> places = new ArrayList<>();
    boolean asking = false;
    for (int i = 0; i < events.size(); i++) {
      HistoryEvent event = events.get(i);
      boolean asked = isAskedFor(event);
      if (asking && !asked) {
        places.add(i);
      }
      asking = asked;
    }
    return places;
  }

  private static boolean isAskedFor(HistoryEvent event) {
    return switch (event.getEventType()) {
      case EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
          EVENT_TYPE_MARKER_RECORDED,
          EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
          EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED,
          EVENT_TYPE_TIMER_STARTED,
          EVENT_TYPE_TIMER_CANCELED,
          EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES,
          EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED,
          EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED,
          EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
          EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED ->
          true;
      default -> false;
    };
  }

  /** From everywhere where the run of a path waits. */
  static List<String> allTold(Path home, String path, OpenRuns runs) {
    List<HistoryEvent> whole = HistoryFile.read(home, path).getEvents();
    Map<Integer, CompletableFuture<List<HistoryEvent>>> ends = new LinkedHashMap<>();
    for (int end : in(whole)) {
      ends.put(end, runs.goOn(whole.subList(0, end)));
    }
    List<String> lines = new ArrayList<>();
    ends.forEach((end, rest) -> lines.add(told(whole, end, rest)));
    return lines;
  }

  static boolean isStuck(String told) {
    return told.contains(STUCK);
  }

  /** On a line: where it stood, what it asked for from there, and how it ended. */
  static String told(
      List<HistoryEvent> whole, int end, CompletableFuture<List<HistoryEvent>> rest) {
    String from = "%d, after %s: ".formatted(end, last(whole.subList(0, end)));
    try {
      return from
          + rest.join().stream()
              .map(Parked::words)
              .filter(words -> !words.isEmpty())
              .collect(Collectors.joining(", "));
    } catch (CompletionException e) {
      return "%s%s: %s"
          .formatted(from, STUCK, String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private static String last(List<HistoryEvent> events) {
    return events.reversed().stream()
        .map(Parked::words)
        .filter(words -> !words.isEmpty())
        .findFirst()
        .orElse("nothing");
  }

  private static String words(HistoryEvent event) {
    return switch (event.getEventType()) {
      case EVENT_TYPE_MARKER_RECORDED ->
          summary(event)
              + (event.getMarkerRecordedEventAttributes().hasFailure() ? " (failed)" : "");
      case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED -> "asked for " + summary(event);
      case EVENT_TYPE_TIMER_FIRED -> "a timer";
      case EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED ->
          "signal " + event.getWorkflowExecutionSignaledEventAttributes().getSignalName();
      case EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED ->
          "told to "
              + event
                  .getWorkflowExecutionUpdateAcceptedEventAttributes()
                  .getAcceptedRequest()
                  .getInput()
                  .getName();
      case EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED ->
          text(event.getWorkflowExecutionCompletedEventAttributes().getResult().getPayloads(0));
      case EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED -> "CANCELED";
      case EVENT_TYPE_WORKFLOW_EXECUTION_FAILED -> "FAILED";
      default -> "";
    };
  }

  private static String summary(HistoryEvent event) {
    return event.hasUserMetadata()
        ? text(event.getUserMetadata().getSummary()).replace("\"", "")
        : event.getMarkerRecordedEventAttributes().getMarkerName();
  }

  private static String text(Payload payload) {
    return payload.getData().toStringUtf8();
  }
}
