package dev.skald.workflows.steps;

import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import io.temporal.activity.ActivityInterface;
import java.util.List;

/** What notifications do in sagas. */
@ActivityInterface(namePrefix = "notifications.")
public interface NotificationSteps {

  /** Tells each of them once. Refused if one of them can't be reached. */
  StepAnswer<NotificationReceipt> send(StepCall call, SendNotification command);

  /**
   * Whom to tell what.
   *
   * @param notificationId under which it is sent once
   * @param recipients ids of customers, drivers, whoever it concerns
   * @param reference what it is about, such as an order's id
   */
  record SendNotification(
      String notificationId,
      List<String> recipients,
      String subject,
      String text,
      String reference) {
    public SendNotification {
      recipients = List.copyOf(recipients);
    }
  }

  record NotificationReceipt(String notificationId) {}
}
