package dev.skald.domain.payments;

import static dev.skald.domain.Decisions.accepted;
import static dev.skald.domain.Decisions.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.domain.CustomerId;
import dev.skald.domain.Money;
import dev.skald.domain.payments.PaymentEvent.PaymentRefunded;
import dev.skald.domain.payments.PaymentEvent.PaymentTaken;
import org.junit.jupiter.api.Test;

class PaymentTest {

  private static final CustomerId PAYER = new CustomerId("c-1");
  private static final Money AMOUNT = Money.of("25.00", "EUR");
  private static final PaymentTaken TAKEN = new PaymentTaken(PAYER, AMOUNT, "o-1");

  @Test
  void a_payment_is_taken_once() {
    assertThat(accepted(Payment.take(Payment.NONE, PAYER, AMOUNT, "o-1"))).containsExactly(TAKEN);
    assertThat(refusal(Payment.take(given(TAKEN), PAYER, AMOUNT, "o-1")))
        .isEqualTo("payment-exists");
  }

  @Test
  void nothing_and_less_cannot_be_paid() {
    assertThat(refusal(Payment.take(Payment.NONE, PAYER, Money.of("0", "EUR"), "o-1")))
        .isEqualTo("invalid-amount");
    assertThat(refusal(Payment.take(Payment.NONE, PAYER, Money.of("-1", "EUR"), "o-1")))
        .isEqualTo("invalid-amount");
  }

  @Test
  void what_was_taken_is_given_back_once_and_in_full() {
    PaymentRefunded refunded = new PaymentRefunded(AMOUNT);

    assertThat(accepted(Payment.refund(given(TAKEN)))).containsExactly(refunded);
    assertThat(accepted(Payment.refund(given(TAKEN, refunded)))).isEmpty();
    assertThat(refusal(Payment.refund(Payment.NONE))).isEqualTo("payment-unknown");
  }

  @Test
  void what_was_given_back_can_be_taken_again() {
    Payment refunded = given(TAKEN, new PaymentRefunded(AMOUNT));

    assertThat(accepted(Payment.take(refunded, PAYER, AMOUNT, "o-1"))).containsExactly(TAKEN);
  }

  private static Payment given(PaymentEvent... events) {
    Payment payment = Payment.NONE;
    for (PaymentEvent event : events) {
      payment = Payment.evolve(payment, event);
    }
    return payment;
  }
}
