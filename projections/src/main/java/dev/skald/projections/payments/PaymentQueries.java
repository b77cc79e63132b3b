package dev.skald.projections.payments;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads payments. */
public final class PaymentQueries {

  private final JdbcClient jdbc;

  public PaymentQueries(JdbcClient readModels) {
    this.jdbc = readModels;
  }

  public Optional<PaymentView> payment(String paymentId) {
    return jdbc.sql(
            """
            select payment_id, payer, status, amount, currency, reference, version, taken_at,
                   refunded_at, taken_position, position
              from readmodels.payment
             where payment_id = :paymentId
            """)
        .param("paymentId", paymentId)
        .query((row, _) -> PaymentTable.read(row))
        .optional();
  }
}
