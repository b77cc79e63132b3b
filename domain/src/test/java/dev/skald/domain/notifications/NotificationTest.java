package dev.skald.domain.notifications;

import static dev.skald.domain.Decisions.accepted;
import static dev.skald.domain.Decisions.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.domain.notifications.NotificationEvent.NotificationSent;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotificationTest {

  private static final NotificationSent WANTED =
      new NotificationSent(List.of("c-1", "d-7"), "Your ride", "It is on its way.", "r-1");

  @Test
  void a_notification_is_sent_once() {
    assertThat(accepted(Notification.send(Notification.NONE, WANTED, List.of())))
        .containsExactly(WANTED);
    assertThat(
            accepted(
                Notification.send(
                    Notification.evolve(Notification.NONE, WANTED), WANTED, List.of())))
        .isEmpty();
  }

  @Test
  void one_that_cannot_reach_all_of_its_recipients_is_refused() {
    NotificationSent toNobody = new NotificationSent(List.of(), "x", "y", "z");

    assertThat(refusal(Notification.send(Notification.NONE, WANTED, List.of("d-7"))))
        .isEqualTo("recipient-unreachable");
    assertThat(refusal(Notification.send(Notification.NONE, toNobody, List.of())))
        .isEqualTo("recipient-missing");
  }
}
