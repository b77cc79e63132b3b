package dev.skald.activities.notifications;

import dev.skald.activities.Notices;
import dev.skald.activities.RehearsalProperties;
import dev.skald.activities.StepRecorder;
import dev.skald.activities.Streams;
import dev.skald.domain.notifications.Notification;
import dev.skald.domain.notifications.NotificationEvent;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.workflows.steps.NotificationSteps;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The notifications' part. */
@Configuration(proxyBeanMethods = false)
public class NotificationsConfiguration {

  @Bean
  Streams<Notification, NotificationEvent> notificationStreams(
      EventStore store, EventTypeRegistry types) {
    return new Streams<>(
        store,
        types,
        NotificationEvent.CATEGORY,
        NotificationEvent.class,
        Notification.NONE,
        Notification::evolve);
  }

  @Bean
  NotificationSteps notificationSteps(
      StepRecorder recorder,
      Streams<Notification, NotificationEvent> notifications,
      RehearsalProperties rehearsal) {
    return new EventSourcedNotifications(recorder, notifications, rehearsal);
  }

  @Bean
  Notices notices(Streams<Notification, NotificationEvent> notifications) {
    return new CertainNotices(notifications);
  }
}
