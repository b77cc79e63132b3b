package dev.skald.domain.payments;

import dev.skald.domain.CustomerId;
import dev.skald.domain.EventType;
import dev.skald.domain.Money;
import java.util.List;

/**
 * What happens to one payment: the stream {@code payment-<paymentId>}. With which token it was made
 * concerns nobody who reads it.
 */
public sealed interface PaymentEvent {

  String CATEGORY = "payment";

  List<EventType> TYPES =
      List.of(
          EventType.of("PaymentTaken", 1, PaymentTaken.class),
          EventType.of("PaymentRefunded", 1, PaymentRefunded.class));

  /** The reference says what was paid for: an order, a ride. */
  record PaymentTaken(CustomerId payer, Money amount, String reference) implements PaymentEvent {}

  record PaymentRefunded(Money amount) implements PaymentEvent {}
}
