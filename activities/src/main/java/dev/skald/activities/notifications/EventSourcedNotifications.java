package dev.skald.activities.notifications;

import dev.skald.activities.RehearsalProperties;
import dev.skald.activities.StepRecorder;
import dev.skald.activities.Streams;
import dev.skald.domain.notifications.Notification;
import dev.skald.domain.notifications.NotificationEvent;
import dev.skald.domain.notifications.NotificationEvent.NotificationSent;
import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.steps.NotificationSteps;
import java.util.List;

/** Tells people, each thing once. That something was told is a fact of its own. */
final class EventSourcedNotifications implements NotificationSteps {

  private static final String UNREACHABLE = "unreachable-";

  private final StepRecorder recorder;
  private final Streams<Notification, NotificationEvent> notifications;
  private final RehearsalProperties rehearsal;

  EventSourcedNotifications(
      StepRecorder recorder,
      Streams<Notification, NotificationEvent> notifications,
      RehearsalProperties rehearsal) {
    this.recorder = recorder;
    this.notifications = notifications;
    this.rehearsal = rehearsal;
  }

  @Override
  public StepAnswer<NotificationReceipt> send(StepCall call, SendNotification command) {
    NotificationSent wanted =
        new NotificationSent(
            command.recipients(), command.subject(), command.text(), command.reference());
    return recorder.perform(
        call,
        command,
        NotificationReceipt.class,
        () ->
            notifications.decide(
                command.notificationId(),
                notification -> Notification.send(notification, wanted, unreachable(wanted)),
                _ -> new NotificationReceipt(command.notificationId())));
  }

  private List<String> unreachable(NotificationSent wanted) {
    return rehearsal.enabled()
        ? wanted.recipients().stream().filter(id -> id.startsWith(UNREACHABLE)).toList()
        : List.of();
  }
}
