package dev.skald.workflows.steps;

import dev.skald.domain.CustomerId;
import dev.skald.domain.Money;
import dev.skald.domain.payments.PaymentId;
import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.engine.UndoAnswer;
import io.temporal.activity.ActivityInterface;

/** What payments do in sagas. */
@ActivityInterface(namePrefix = "payments.")
public interface PaymentSteps {

  /** Refused if the token is declined. It may take its time. */
  StepAnswer<PaymentReceipt> take(StepCall call, TakePayment command);

  /** Undoes it: gives all of it back. */
  UndoAnswer refund(StepCall call, TakePayment command);

  /**
   * What to take from whom.
   *
   * @param token stands for the payer's means of payment
   * @param reference what is paid for, such as an order's id
   */
  record TakePayment(
      PaymentId paymentId, CustomerId payer, Money amount, String token, String reference) {}

  record PaymentReceipt(PaymentId paymentId, Money amount) {}
}
