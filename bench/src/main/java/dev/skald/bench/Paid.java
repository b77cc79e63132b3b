package dev.skald.bench;

import dev.skald.eventstore.Decider;
import java.math.BigDecimal;

/** A small aggregate: what was paid, by how many, and by whom last. */
record Paid(BigDecimal sum, long payments, String lastCustomer) {

  static final Decider<Void, Paid, PaymentTaken> FOLD =
      Decider.fold(
          PaymentTaken.class,
          new Paid(BigDecimal.ZERO, 0, ""),
          (paid, event) ->
              new Paid(paid.sum().add(event.amount()), paid.payments() + 1, event.customer()));
}
