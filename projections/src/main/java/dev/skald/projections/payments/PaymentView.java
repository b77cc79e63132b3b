package dev.skald.projections.payments;

import dev.skald.domain.Money;
import dev.skald.domain.payments.PaymentEvent;
import dev.skald.domain.payments.PaymentEvent.PaymentRefunded;
import dev.skald.domain.payments.PaymentEvent.PaymentTaken;
import dev.skald.projections.engine.Fact;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A payment as people see it.
 *
 * @param reference what was paid for, such as an order's id
 */
public record PaymentView(
    String paymentId,
    String payer,
    Status status,
    Money amount,
    String reference,
    long version,
    Instant takenAt,
    @Nullable Instant refundedAt,
    long takenPosition,
    long position) {

  /** Whether the money is ours. */
  public enum Status {
    TAKEN,
    REFUNDED
  }

  /** The payment after one more of its events. */
  public static PaymentView evolve(@Nullable PaymentView view, Fact<PaymentEvent> fact) {
    return switch (fact.event()) {
      case PaymentTaken taken -> taken(view, taken, fact);
      case PaymentRefunded _ -> taken(view).refunded(fact);
    };
  }

  /** What was given back may be taken again; it stays the payment that it was in lists. */
  private static PaymentView taken(
      @Nullable PaymentView before, PaymentTaken taken, Fact<PaymentEvent> fact) {
    return new PaymentView(
        fact.id(),
        taken.payer().value(),
        Status.TAKEN,
        taken.amount(),
        taken.reference(),
        fact.version(),
        fact.at(),
        null,
        before == null ? fact.position() : before.takenPosition(),
        fact.position());
  }

  private static PaymentView taken(@Nullable PaymentView view) {
    if (view == null) {
      throw new IllegalStateException("a payment's first event must take it");
    }
    return view;
  }

  private PaymentView refunded(Fact<PaymentEvent> fact) {
    return new PaymentView(
        paymentId,
        payer,
        Status.REFUNDED,
        amount,
        reference,
        fact.version(),
        takenAt,
        fact.at(),
        takenPosition,
        fact.position());
  }
}
