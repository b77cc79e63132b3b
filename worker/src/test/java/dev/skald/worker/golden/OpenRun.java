package dev.skald.worker.golden;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.temporal.api.command.v1.Command;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.History;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.TimerStartedEventAttributes;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A run that a history leaves open, and what a server does so that it goes on: it writes down what
 * the run asks for, hands out activities, and lets time pass when nothing else is left. One thing
 * happens at a time, so that those of branches side by side do not race.
 */
final class OpenRun {

  /** A run that has asked so often goes round in a circle. */
  private static final int MOST_EVENTS = 600;

  private final String id;
  private final int openedAt;
  private final List<HistoryEvent> events;
  private final Map<Long, ActivityTaskScheduledEventAttributes> activities = new LinkedHashMap<>();
  private final Map<Long, Timestamp> timers = new LinkedHashMap<>();
  private final Updates updates = new Updates();
  private final People people;
  private final Work work;
  private final CompletableFuture<List<HistoryEvent>> end = new CompletableFuture<>();
  private long started;
  private long startedBefore;

  /** Where tasks go, for a worker to take them. */
  interface Work {

    void workflowTask(PollWorkflowTaskQueueResponse.Builder task);

    void activityTask(PollActivityTaskQueueResponse.Builder task);
  }

  OpenRun(String id, List<HistoryEvent> soFar, People people, Work work) {
    this.id = id;
    this.openedAt = soFar.size();
    this.events = new ArrayList<>(soFar);
    this.people = people;
    this.work = work;
    soFar.forEach(this::note);
  }

  /** All that was added until the run closed. Fails if it cannot go on. */
  CompletableFuture<List<HistoryEvent>> end() {
    return end;
  }

  synchronized void begin() {
    goesOn(startedBefore == 0);
  }

  /** What the server has to remember of an event. */
  private void note(HistoryEvent event) {
    long eventId = event.getEventId();
    switch (event.getEventType()) {
      case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED ->
          activities.put(eventId, event.getActivityTaskScheduledEventAttributes());
      case EVENT_TYPE_ACTIVITY_TASK_COMPLETED ->
          activities.remove(event.getActivityTaskCompletedEventAttributes().getScheduledEventId());
      case EVENT_TYPE_ACTIVITY_TASK_FAILED ->
          activities.remove(event.getActivityTaskFailedEventAttributes().getScheduledEventId());
      case EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT ->
          activities.remove(event.getActivityTaskTimedOutEventAttributes().getScheduledEventId());
      case EVENT_TYPE_ACTIVITY_TASK_CANCELED ->
          activities.remove(event.getActivityTaskCanceledEventAttributes().getScheduledEventId());
      case EVENT_TYPE_TIMER_STARTED -> {
        TimerStartedEventAttributes timer = event.getTimerStartedEventAttributes();
        timers.put(eventId, Timestamps.add(event.getEventTime(), timer.getStartToFireTimeout()));
      }
      case EVENT_TYPE_TIMER_FIRED ->
          timers.remove(event.getTimerFiredEventAttributes().getStartedEventId());
      case EVENT_TYPE_TIMER_CANCELED ->
          timers.remove(event.getTimerCanceledEventAttributes().getStartedEventId());
      case EVENT_TYPE_WORKFLOW_TASK_STARTED -> started = eventId;
      case EVENT_TYPE_WORKFLOW_TASK_COMPLETED -> startedBefore = started;
      default -> {}
    }
    people.read(event);
  }

  private HistoryEvent add(Consumer<HistoryEvent.Builder> attributes) {
    HistoryEvent.Builder event =
        HistoryEvent.newBuilder()
            .setEventId(events.size() + 1)
            .setEventTime(Timestamps.add(events.getLast().getEventTime(), Durations.fromMillis(1)));
    attributes.accept(event);
    HistoryEvent added = event.build();
    events.add(added);
    note(added);
    return added;
  }

  private void happens(Consumer<HistoryEvent.Builder> event) {
    add(event);
    beginTask();
  }

  private void beginTask() {
    if (events.size() > MOST_EVENTS) {
      fails("it goes on without end");
      return;
    }
    add(event -> event.setEventType(EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED));
    HistoryEvent now =
        add(
            event -> {
              event.setEventType(EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED);
              event
                  .getWorkflowTaskStartedEventAttributesBuilder()
                  .setScheduledEventId(events.size());
            });
    PollWorkflowTaskQueueResponse.Builder task =
        PollWorkflowTaskQueueResponse.newBuilder()
            .setTaskToken(ByteString.copyFromUtf8(id))
            .setPreviousStartedEventId(startedBefore)
            .setStartedEventId(now.getEventId())
            .setAttempt(1)
            .setScheduledTime(now.getEventTime())
            .setStartedTime(now.getEventTime())
            .addAllMessages(updates.sent(now.getEventId() - 1))
            .setHistory(History.newBuilder().addAllEvents(events));
    task.getWorkflowExecutionBuilder()
        .setWorkflowId(begun().getWorkflowExecutionStartedEventAttributes().getWorkflowId())
        .setRunId(begun().getWorkflowExecutionStartedEventAttributes().getOriginalExecutionRunId());
    task.setWorkflowType(begun().getWorkflowExecutionStartedEventAttributes().getWorkflowType());
    work.workflowTask(task);
  }

  private HistoryEvent begun() {
    return events.getFirst();
  }

  synchronized void completed(RespondWorkflowTaskCompletedRequest done) {
    add(
        event -> {
          event.setEventType(EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED);
          event
              .getWorkflowTaskCompletedEventAttributesBuilder()
              .setScheduledEventId(started - 1)
              .setStartedEventId(started)
              .setSdkMetadata(done.getSdkMetadata());
        });
    long task = events.size();
    updates.answered(done.getMessagesList()).ifPresent(this::fails);
    for (Command command : done.getCommandsList()) {
      HistoryEvent event = add(it -> new Written(task, events, timers, updates).as(command, it));
      if (Written.CLOSING.contains(event.getEventType())) {
        end.complete(List.copyOf(events.subList(openedAt, events.size())));
      }
    }
    if (!end.isDone()) {
      goesOn(done.getForceCreateNewWorkflowTask());
    }
  }

  private void goesOn(boolean atOnce) {
    if (atOnce) {
      beginTask();
    } else if (activities.isEmpty()) {
      goOn();
    } else {
      handOut(activities.keySet().iterator().next());
    }
  }

  /** Nothing is under way: it is for people to act, and if they need not, for time to pass. */
  private void goOn() {
    Optional<Long> next =
        timers.entrySet().stream()
            .min(Map.Entry.comparingByValue(Comparator.comparingLong(Timestamps::toNanos)))
            .map(Map.Entry::getKey);
    switch (people.act()) {
      case People.Act.Decide decide -> {
        updates.send(decide);
        beginTask();
      }
      case People.Act.Send send ->
          happens(
              event -> {
                event.setEventType(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED);
                event
                    .getWorkflowExecutionSignaledEventAttributesBuilder()
                    .setSignalName("eventReceived")
                    .setInput(send.input());
              });
      case People.Act.Nothing _ when next.isPresent() -> happens(fired(next.get()));
      case People.Act.Nothing _ -> fails("it waits for nothing, and does not end");
    }
  }

  private Consumer<HistoryEvent.Builder> fired(long timer) {
    return event -> {
      event.setEventType(EventType.EVENT_TYPE_TIMER_FIRED);
      Timestamp due = Objects.requireNonNull(timers.get(timer));
      if (Timestamps.compare(due, event.getEventTime()) > 0) {
        event.setEventTime(due);
      }
      event
          .getTimerFiredEventAttributesBuilder()
          .setStartedEventId(timer)
          .setTimerId(events.get((int) timer - 1).getTimerStartedEventAttributes().getTimerId());
    };
  }

  private void handOut(long scheduled) {
    ActivityTaskScheduledEventAttributes asked = Objects.requireNonNull(activities.get(scheduled));
    PollActivityTaskQueueResponse.Builder task =
        PollActivityTaskQueueResponse.newBuilder()
            .setTaskToken(ByteString.copyFromUtf8(id + "@" + scheduled))
            .setWorkflowNamespace("default")
            .setActivityType(asked.getActivityType())
            .setActivityId(asked.getActivityId())
            .setInput(asked.getInput())
            .setHeader(asked.getHeader())
            .setAttempt(1)
            .setStartToCloseTimeout(asked.getStartToCloseTimeout())
            .setHeartbeatTimeout(asked.getHeartbeatTimeout());
    task.setWorkflowType(begun().getWorkflowExecutionStartedEventAttributes().getWorkflowType());
    task.getWorkflowExecutionBuilder()
        .setWorkflowId(begun().getWorkflowExecutionStartedEventAttributes().getWorkflowId())
        .setRunId(begun().getWorkflowExecutionStartedEventAttributes().getOriginalExecutionRunId());
    work.activityTask(task);
  }

  /** By an activity. */
  synchronized void answered(long scheduled, Consumer<HistoryEvent.Builder> how) {
    if (!end.isDone()) {
      add(
          event -> {
            event.setEventType(EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED);
            event
                .getActivityTaskStartedEventAttributesBuilder()
                .setScheduledEventId(scheduled)
                .setAttempt(1);
          });
      happens(how);
    }
  }

  synchronized void fails(String why) {
    end.completeExceptionally(new AssertionError(why));
  }
}
