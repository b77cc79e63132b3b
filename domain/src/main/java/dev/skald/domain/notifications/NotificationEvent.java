package dev.skald.domain.notifications;

import dev.skald.domain.EventType;
import java.util.List;

/** What happens to one notification: the stream {@code notification-<notificationId>}. */
public sealed interface NotificationEvent {

  String CATEGORY = "notification";

  List<EventType> TYPES = List.of(EventType.of("NotificationSent", 1, NotificationSent.class));

  /**
   * Recipients are customers, drivers, whoever it concerns, by their ids; the reference says what
   * it is about: an order, a ride.
   */
  record NotificationSent(List<String> recipients, String subject, String text, String reference)
      implements NotificationEvent {
    public NotificationSent {
      recipients = List.copyOf(recipients);
    }
  }
}
