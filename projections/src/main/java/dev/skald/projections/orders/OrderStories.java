package dev.skald.projections.orders;

import dev.skald.domain.Money;
import dev.skald.projections.orders.OrderView.Happening;
import dev.skald.projections.orders.OrderView.What;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Currency;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tells what happened around an order, from what each context says of it. Each row belongs to the
 * stream of its context, so that the story is put together when it is read. Payments and
 * notifications go by the ids that orders give them: a ride may refer to the same key.
 */
final class OrderStories {

  private static final int MAX_HAPPENINGS = 1_000;

  private final JdbcClient jdbc;

  OrderStories(JdbcClient readModels) {
    this.jdbc = readModels;
  }

  /** Oldest first. */
  List<Happening> of(String orderId) {
    return jdbc.sql(
            """
            select what, detail, amount, currency, at, position
              from (select 'VALIDATED' as what, '' as detail, total as amount, currency,
                           placed_at as at, placed_position as position
                      from readmodels.customer_order where order_id = :orderId
                    union all
                    select 'CANCELLED', '', null, null, cancelled_at, position
                      from readmodels.customer_order
                     where order_id = :orderId and cancelled_at is not null
                    union all
                    select case when quantity > 0 then 'STOCK_RESERVED' else 'STOCK_RELEASED' end,
                           abs(quantity) || ' of ' || sku, null, null, recorded_at, position
                      from readmodels.stock_movement where order_id = :orderId
                    union all
                    select 'PAYMENT_TAKEN', '', amount, currency, taken_at, taken_position
                      from readmodels.payment where payment_id = :orderId
                    union all
                    select 'PAYMENT_REFUNDED', '', amount, currency, refunded_at, position
                      from readmodels.payment
                     where payment_id = :orderId and refunded_at is not null
                    union all
                    select 'POINTS_' || kind, cast(abs(points) as text), null, null, recorded_at,
                           position
                      from readmodels.points_entry where reference = :orderId
                    union all
                    select 'SHIPPED', shipment_id, null, null, created_at, position
                      from readmodels.shipment where order_id = :orderId
                    union all
                    select 'CUSTOMER_TOLD', subject, null, null, sent_at, position
                      from readmodels.notification
                     where notification_id in (:orderId, :orderId || '-cancelled')
                       and reference = :orderId) happenings
             order by position
             limit :limit
            """)
        .param("orderId", orderId)
        .param("limit", MAX_HAPPENINGS)
        .query((row, _) -> read(row))
        .list();
  }

  private static Happening read(ResultSet row) throws SQLException {
    BigDecimal amount = row.getBigDecimal("amount");
    return new Happening(
        What.valueOf(row.getString("what")),
        amount == null
            ? row.getString("detail")
            : new Money(amount, Currency.getInstance(row.getString("currency"))).toString(),
        row.getTimestamp("at").toInstant(),
        row.getLong("position"));
  }
}
