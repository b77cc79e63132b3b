package dev.skald.domain.payments;

import dev.skald.domain.CustomerId;
import dev.skald.domain.Decision;
import dev.skald.domain.Money;
import dev.skald.domain.payments.PaymentEvent.PaymentRefunded;
import dev.skald.domain.payments.PaymentEvent.PaymentTaken;

/** A payment as its events have left it, and what may be done with it next. */
public sealed interface Payment {

  Payment NONE = new None();

  record None() implements Payment {}

  record Taken(Money amount) implements Payment {}

  record Refunded() implements Payment {}

  static Payment evolve(Payment payment, PaymentEvent event) {
    return switch (event) {
      case PaymentTaken taken -> new Taken(taken.amount());
      case PaymentRefunded _ -> new Refunded();
    };
  }

  /** What was given back may be taken again: a saga that went back can go another way. */
  static Decision<PaymentEvent> take(
      Payment payment, CustomerId payer, Money amount, String reference) {
    if (!amount.isPositive()) {
      return Decision.refuse("invalid-amount", "%s is not more than zero".formatted(amount));
    }
    return switch (payment) {
      case Taken(Money before) ->
          Decision.refuse(
              "payment-exists", "a payment with this id took %s before".formatted(before));
      case None _, Refunded _ -> Decision.accept(new PaymentTaken(payer, amount, reference));
    };
  }

  static Decision<PaymentEvent> refund(Payment payment) {
    return switch (payment) {
      case None _ -> Decision.refuse("payment-unknown", "there is no such payment");
      case Taken(Money amount) -> Decision.accept(new PaymentRefunded(amount));
      case Refunded _ -> Decision.unchanged();
    };
  }
}
