package dev.skald.projections.payments;

import dev.skald.domain.Money;
import dev.skald.domain.payments.PaymentEvent;
import dev.skald.projections.engine.Fact;
import dev.skald.projections.engine.Rows;
import dev.skald.projections.engine.StateTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.Currency;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One row for each payment. */
final class PaymentTable implements StateTable<PaymentView, PaymentEvent> {

  @Override
  public Map<String, PaymentView> load(Collection<String> ids, JdbcClient jdbc) {
    return jdbc
        .sql(
            """
            select payment_id, payer, status, amount, currency, reference, version, taken_at,
                   refunded_at, taken_position, position
              from payment
             where payment_id = any(:ids)
            """)
        .param("ids", ids.toArray(String[]::new))
        .query((row, _) -> read(row))
        .list()
        .stream()
        .collect(Collectors.toMap(PaymentView::paymentId, Function.identity()));
  }

  @Override
  public PaymentView evolve(@Nullable PaymentView state, Fact<PaymentEvent> fact) {
    return PaymentView.evolve(state, fact);
  }

  @Override
  public void store(PaymentView payment, Rows rows) {
    rows.write(
        """
        insert into payment
               (payment_id, payer, status, amount, currency, reference, version, taken_at,
                refunded_at, taken_position, position)
        values (:paymentId, :payer, :status, :amount, :currency, :reference, :version, :takenAt,
                :refundedAt, :takenPosition, :position)
        on conflict (payment_id)
        do update set payer = excluded.payer, status = excluded.status, amount = excluded.amount,
                      currency = excluded.currency, reference = excluded.reference,
                      version = excluded.version, taken_at = excluded.taken_at,
                      refunded_at = excluded.refunded_at, position = excluded.position
        """,
        new MapSqlParameterSource("paymentId", payment.paymentId())
            .addValue("payer", payment.payer())
            .addValue("status", payment.status().name())
            .addValue("amount", payment.amount().amount())
            .addValue("currency", payment.amount().currency().getCurrencyCode())
            .addValue("reference", payment.reference())
            .addValue("version", payment.version())
            .addValue("takenAt", Rows.time(payment.takenAt()))
            .addValue("refundedAt", Rows.time(payment.refundedAt()))
            .addValue("takenPosition", payment.takenPosition())
            .addValue("position", payment.position()));
  }

  static PaymentView read(ResultSet row) throws SQLException {
    Timestamp refundedAt = row.getTimestamp("refunded_at");
    return new PaymentView(
        row.getString("payment_id"),
        row.getString("payer"),
        PaymentView.Status.valueOf(row.getString("status")),
        new Money(row.getBigDecimal("amount"), Currency.getInstance(row.getString("currency"))),
        row.getString("reference"),
        row.getLong("version"),
        row.getTimestamp("taken_at").toInstant(),
        refundedAt == null ? null : refundedAt.toInstant(),
        row.getLong("taken_position"),
        row.getLong("position"));
  }
}
