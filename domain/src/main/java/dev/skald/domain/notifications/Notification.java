package dev.skald.domain.notifications;

import dev.skald.domain.Decision;
import dev.skald.domain.notifications.NotificationEvent.NotificationSent;
import java.util.List;

/** A notification as its events have left it, and what may be done with it next. */
public sealed interface Notification {

  Notification NONE = new None();

  record None() implements Notification {}

  record Sent() implements Notification {}

  static Notification evolve(Notification notification, NotificationEvent event) {
    return switch (event) {
      case NotificationSent _ -> new Sent();
    };
  }

  /**
   * Nobody is told the same twice.
   *
   * @param unreachable those of its recipients whom nothing can be sent to
   */
  static Decision<NotificationEvent> send(
      Notification notification, NotificationSent wanted, List<String> unreachable) {
    if (wanted.recipients().isEmpty()) {
      return Decision.refuse("recipient-missing", "a notification has at least one recipient");
    }
    if (!unreachable.isEmpty()) {
      return Decision.refuse(
          "recipient-unreachable",
          "nothing can be sent to %s".formatted(String.join(" and ", unreachable)));
    }
    return switch (notification) {
      case None _ -> Decision.accept(wanted);
      case Sent _ -> Decision.unchanged();
    };
  }
}
