package dev.skald.activities.notifications;

import dev.skald.activities.Notices;
import dev.skald.activities.Outcome.Facts;
import dev.skald.activities.Streams;
import dev.skald.domain.notifications.Notification;
import dev.skald.domain.notifications.NotificationEvent;
import dev.skald.domain.notifications.NotificationEvent.NotificationSent;
import dev.skald.eventstore.Expected;
import java.util.List;

/** Notices that nothing refuses: what they come with has happened, whoever can be reached. */
final class CertainNotices implements Notices {

  private final Streams<Notification, NotificationEvent> notifications;

  CertainNotices(Streams<Notification, NotificationEvent> notifications) {
    this.notifications = notifications;
  }

  @Override
  public Facts of(String notificationId, Notice notice) {
    NotificationSent sent =
        new NotificationSent(
            notice.recipients(), notice.subject(), notice.text(), notice.reference());
    return new Facts(notifications.stream(notificationId), Expected.any(), List.of(sent));
  }
}
