package dev.skald.projections.engine;

import dev.skald.domain.payments.PaymentEvent;
import dev.skald.domain.payments.PaymentEvent.PaymentRefunded;
import dev.skald.domain.payments.PaymentEvent.PaymentTaken;
import dev.skald.projections.Page;
import dev.skald.projections.Rank;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The example of docs/read-models.md: who has paid most. It sums over streams. */
final class Payers implements Projection {

  /** What its migration would hold. */
  static final String TABLES =
      """
      create table readmodels.payer (
        customer_id text          not null,
        currency    text          not null,
        paid        numeric(38,4) not null,
        position    bigint        not null,
        primary key (customer_id, currency)
      ) with (fillfactor = 70);
      create index payer_paid on readmodels.payer (currency, paid, customer_id);

      create table readmodels.payer_payment (
        payment_id  text          primary key,
        customer_id text          not null,
        amount      numeric(38,4) not null,
        currency    text          not null,
        position    bigint        not null
      ) with (fillfactor = 70);
      """;

  @Override
  public String name() {
    return "payers";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> tables() {
    return List.of("payer", "payer_payment");
  }

  @Override
  public List<Source<?>> sources() {
    return List.of(
        Source.eachStream(PaymentEvent.CATEGORY, PaymentEvent.class, new CountedPayments()));
  }

  /** What somebody has paid. */
  record Paid(String customerId, BigDecimal amount, String currency) {

    Paid back() {
      return new Paid(customerId, amount.negate(), currency);
    }
  }

  /**
   * A payment as it is now, and as it was when it was loaded.
   *
   * @param counted what the sums have of it; null if nothing yet
   */
  record Payment(String id, Paid now, @Nullable Paid counted, long position) {}

  /** A refund names nobody, so a row for each payment remembers whose it was. */
  private static final class CountedPayments implements StateTable<Payment, PaymentEvent> {

    @Override
    public Map<String, Payment> load(Collection<String> ids, JdbcClient jdbc) {
      return jdbc
          .sql(
              """
              select payment_id, customer_id, amount, currency, position
                from payer_payment
               where payment_id = any(:ids)
              """)
          .param("ids", ids.toArray(String[]::new))
          .query((row, _) -> read(row))
          .list()
          .stream()
          .collect(Collectors.toMap(Payment::id, Function.identity()));
    }

    private static Payment read(ResultSet row) throws SQLException {
      Paid paid =
          new Paid(
              row.getString("customer_id"), row.getBigDecimal("amount"), row.getString("currency"));
      return new Payment(row.getString("payment_id"), paid, paid, row.getLong("position"));
    }

    @Override
    public Payment evolve(@Nullable Payment payment, Fact<PaymentEvent> fact) {
      Paid counted = payment == null ? null : payment.counted();
      Paid now =
          switch (fact.event()) {
            case PaymentTaken(var payer, var amount, _) ->
                new Paid(payer.value(), amount.amount(), amount.currency().getCurrencyCode());
            case PaymentRefunded _ -> {
              if (payment == null) {
                throw new IllegalStateException("a payment's first event must take it");
              }
              yield new Paid(payment.now().customerId(), BigDecimal.ZERO, payment.now().currency());
            }
          };
      return new Payment(fact.id(), now, counted, fact.position());
    }

    @Override
    public void store(Payment payment, Rows rows) {
      rows.write(
          """
          insert into payer_payment (payment_id, customer_id, amount, currency, position)
          values (:paymentId, :customerId, :amount, :currency, :position)
          on conflict (payment_id)
          do update set customer_id = excluded.customer_id, amount = excluded.amount,
                        currency = excluded.currency, position = excluded.position
          """,
          parameters(payment.now(), payment).addValue("paymentId", payment.id()));
      if (payment.counted() != null) {
        add(payment.counted().back(), payment, rows);
      }
      add(payment.now(), payment, rows);
    }

    private static void add(Paid paid, Payment payment, Rows rows) {
      rows.add(
          paid.customerId() + " " + paid.currency(),
          """
          insert into payer as p (customer_id, currency, paid, position)
          values (:customerId, :currency, :amount, :position)
          on conflict (customer_id, currency)
          do update set paid = p.paid + excluded.paid,
                        position = greatest(p.position, excluded.position)
          """,
          parameters(paid, payment));
    }

    private static MapSqlParameterSource parameters(Paid paid, Payment payment) {
      return new MapSqlParameterSource("customerId", paid.customerId())
          .addValue("amount", paid.amount())
          .addValue("currency", paid.currency())
          .addValue("position", payment.position());
    }
  }

  record Payer(String customerId, BigDecimal paid) {}

  /** Who has paid most first. */
  static Page<Payer> list(JdbcClient jdbc, String currency, int limit, @Nullable Rank after) {
    List<Payer> rows =
        jdbc.sql(
                """
                select customer_id, paid
                  from readmodels.payer
                 where currency = :currency
                   and (cast(:paid as numeric) is null
                        or (paid, customer_id) < (:paid, :customerId))
                 order by paid desc, customer_id desc
                 limit :limit
                """)
            .param("currency", currency)
            .param("paid", after == null ? null : after.figure())
            .param("customerId", after == null ? null : after.id())
            .param("limit", limit + 1)
            .query((row, _) -> new Payer(row.getString("customer_id"), row.getBigDecimal("paid")))
            .list();
    return Page.ranked(rows, limit, payer -> new Rank(payer.paid(), payer.customerId()));
  }
}
