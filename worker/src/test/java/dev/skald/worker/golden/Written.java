package dev.skald.worker.golden;

import com.google.protobuf.Timestamp;
import io.temporal.api.command.v1.Command;
import io.temporal.api.command.v1.ScheduleActivityTaskCommandAttributes;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a run asks for, as its history has it.
 *
 * @param task the event in which it asked
 * @param timers those that are set
 */
record Written(long task, List<HistoryEvent> events, Map<Long, Timestamp> timers, Updates updates) {

  static final Set<EventType> CLOSING =
      Set.of(
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED,
          EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED);

  HistoryEvent.Builder as(Command command, HistoryEvent.Builder event) {
    if (command.hasUserMetadata()) {
      event.setUserMetadata(command.getUserMetadata());
    }
    switch (command.getCommandType()) {
      case COMMAND_TYPE_RECORD_MARKER -> {
        var asked = command.getRecordMarkerCommandAttributes();
        event.setEventType(EventType.EVENT_TYPE_MARKER_RECORDED);
        var written = event.getMarkerRecordedEventAttributesBuilder();
        written
            .setMarkerName(asked.getMarkerName())
            .putAllDetails(asked.getDetailsMap())
            .setWorkflowTaskCompletedEventId(task);
        if (asked.hasFailure()) {
          written.setFailure(asked.getFailure());
        }
      }
      case COMMAND_TYPE_SCHEDULE_ACTIVITY_TASK ->
          event
              .setEventType(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
              .setActivityTaskScheduledEventAttributes(
                  scheduled(command.getScheduleActivityTaskCommandAttributes(), task));
      case COMMAND_TYPE_REQUEST_CANCEL_ACTIVITY_TASK -> {
        event.setEventType(EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED);
        event
            .getActivityTaskCancelRequestedEventAttributesBuilder()
            .setScheduledEventId(
                command.getRequestCancelActivityTaskCommandAttributes().getScheduledEventId())
            .setWorkflowTaskCompletedEventId(task);
      }
      case COMMAND_TYPE_START_TIMER -> {
        var asked = command.getStartTimerCommandAttributes();
        event.setEventType(EventType.EVENT_TYPE_TIMER_STARTED);
        event
            .getTimerStartedEventAttributesBuilder()
            .setTimerId(asked.getTimerId())
            .setStartToFireTimeout(asked.getStartToFireTimeout())
            .setWorkflowTaskCompletedEventId(task);
      }
      case COMMAND_TYPE_CANCEL_TIMER -> {
        String timer = command.getCancelTimerCommandAttributes().getTimerId();
        event.setEventType(EventType.EVENT_TYPE_TIMER_CANCELED);
        event
            .getTimerCanceledEventAttributesBuilder()
            .setTimerId(timer)
            .setStartedEventId(startOf(timer))
            .setWorkflowTaskCompletedEventId(task);
      }
      case COMMAND_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES -> {
        event.setEventType(EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES);
        event
            .getUpsertWorkflowSearchAttributesEventAttributesBuilder()
            .setSearchAttributes(
                command.getUpsertWorkflowSearchAttributesCommandAttributes().getSearchAttributes())
            .setWorkflowTaskCompletedEventId(task);
      }
      case COMMAND_TYPE_PROTOCOL_MESSAGE ->
          updates.write(command.getProtocolMessageCommandAttributes().getMessageId(), event, task);
      case COMMAND_TYPE_COMPLETE_WORKFLOW_EXECUTION -> {
        event.setEventType(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED);
        event
            .getWorkflowExecutionCompletedEventAttributesBuilder()
            .setResult(command.getCompleteWorkflowExecutionCommandAttributes().getResult())
            .setWorkflowTaskCompletedEventId(task);
      }
      case COMMAND_TYPE_CANCEL_WORKFLOW_EXECUTION ->
          event.setEventType(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED);
      case COMMAND_TYPE_FAIL_WORKFLOW_EXECUTION ->
          event.setEventType(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED);
      default -> throw new IllegalStateException("no saga asks for " + command);
    }
    return event;
  }

  private long startOf(String timer) {
    return timers.keySet().stream()
        .filter(
            id ->
                events
                    .get((int) (id - 1))
                    .getTimerStartedEventAttributes()
                    .getTimerId()
                    .equals(timer))
        .findFirst()
        .orElseThrow();
  }

  private static ActivityTaskScheduledEventAttributes scheduled(
      ScheduleActivityTaskCommandAttributes asked, long task) {
    return ActivityTaskScheduledEventAttributes.newBuilder()
        .setActivityId(asked.getActivityId())
        .setActivityType(asked.getActivityType())
        .setTaskQueue(asked.getTaskQueue())
        .setHeader(asked.getHeader())
        .setInput(asked.getInput())
        .setScheduleToCloseTimeout(asked.getScheduleToCloseTimeout())
        .setScheduleToStartTimeout(asked.getScheduleToStartTimeout())
        .setStartToCloseTimeout(asked.getStartToCloseTimeout())
        .setHeartbeatTimeout(asked.getHeartbeatTimeout())
        .setRetryPolicy(asked.getRetryPolicy())
        .setWorkflowTaskCompletedEventId(task)
        .build();
  }
}
