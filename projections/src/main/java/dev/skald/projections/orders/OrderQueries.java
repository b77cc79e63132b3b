package dev.skald.projections.orders;

import dev.skald.projections.Cursor;
import dev.skald.projections.Page;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads orders. That one was shipped stands with the shipments, and is joined here. */
public final class OrderQueries {

  private final JdbcClient jdbc;
  private final OrderStories stories;

  public OrderQueries(JdbcClient readModels) {
    this.jdbc = readModels;
    this.stories = new OrderStories(readModels);
  }

  /** With its story. */
  public Optional<OrderView> order(String orderId) {
    return jdbc.sql(
            """
            select order_id, customer_id,
                   case when exists (select 1 from readmodels.shipment s
                                      where s.order_id = o.order_id)
                        then 'SHIPPED' else status end as status,
                   items, total, currency, ship_to, saga_id, version, placed_at, cancelled_at,
                   placed_position, position
              from readmodels.customer_order o
             where order_id = :orderId
            """)
        .param("orderId", orderId)
        .query((row, _) -> OrderTable.read(row))
        .optional()
        .map(order -> order.with(stories.of(orderId)));
  }

  /** Newest first; whether one was shipped is looked up for each, and not among all shipments. */
  public Page<OrderView> orders(OrderFilter filter, int limit, @Nullable String cursor) {
    List<OrderView> rows =
        jdbc.sql(
                """
                select o.order_id, o.customer_id, coalesce(s.status, o.status) as status, o.items,
                       o.total, o.currency, o.ship_to, o.saga_id, o.version, o.placed_at,
                       o.cancelled_at, o.placed_position, o.position
                  from readmodels.customer_order o
                  left join lateral (select 'SHIPPED' as status
                                       from readmodels.shipment
                                      where order_id = o.order_id
                                      limit 1) s on true
                 where o.placed_position < :before
                   and (cast(:customerId as text) is null or o.customer_id = :customerId)
                   and (cast(:stored as text) is null or o.status = :stored)
                   and (cast(:status as text) is null or coalesce(s.status, o.status) = :status)
                 order by o.placed_position desc
                 limit :limit
                """)
            .param("before", Cursor.position(cursor, Long.MAX_VALUE))
            .param("customerId", filter.customerId())
            .param("stored", stored(filter.status()))
            .param("status", filter.status() == null ? null : filter.status().name())
            .param("limit", limit + 1)
            .query((row, _) -> OrderTable.read(row))
            .list();
    return Page.of(rows, limit, OrderView::placedPosition);
  }

  /** What its own row says, which an index knows: nothing is cancelled once it was shipped. */
  private static @Nullable String stored(OrderView.@Nullable Status wanted) {
    return wanted == null
        ? null
        : (wanted == OrderView.Status.SHIPPED ? OrderView.Status.VALIDATED : wanted).name();
  }
}
