package dev.skald.projections.orders;

import dev.skald.domain.Address;
import dev.skald.domain.Money;
import dev.skald.domain.orders.OrderEvent;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.projections.engine.Fact;
import dev.skald.projections.engine.Rows;
import dev.skald.projections.engine.StateTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** One row for each order; its items stand in it as a document, since nobody asks for one alone. */
final class OrderTable implements StateTable<OrderView, OrderEvent> {

  private static final JsonMapper JSON = EventTypeRegistry.jsonMapper();
  private static final TypeReference<List<OrderView.Item>> ITEMS = new TypeReference<>() {};

  @Override
  public Map<String, OrderView> load(Collection<String> ids, JdbcClient jdbc) {
    return jdbc
        .sql(
            """
            select order_id, customer_id, status, items, total, currency, ship_to, saga_id, version,
                   placed_at, cancelled_at, placed_position, position
              from customer_order
             where order_id = any(:ids)
            """)
        .param("ids", ids.toArray(String[]::new))
        .query((row, _) -> read(row))
        .list()
        .stream()
        .collect(Collectors.toMap(OrderView::orderId, Function.identity()));
  }

  @Override
  public OrderView evolve(@Nullable OrderView state, Fact<OrderEvent> fact) {
    return OrderView.evolve(state, fact);
  }

  @Override
  public void store(OrderView order, Rows rows) {
    rows.write(
        """
        insert into customer_order
               (order_id, customer_id, status, items, total, currency, ship_to, saga_id, version,
                placed_at, cancelled_at, placed_position, position)
        values (:orderId, :customerId, :status, cast(:items as jsonb), :total, :currency,
                cast(:shipTo as jsonb), :sagaId, :version, :placedAt, :cancelledAt,
                :placedPosition, :position)
        on conflict (order_id)
        do update set status = excluded.status, version = excluded.version,
                      cancelled_at = excluded.cancelled_at, position = excluded.position
        """,
        new MapSqlParameterSource("orderId", order.orderId())
            .addValue("customerId", order.customerId())
            .addValue("status", order.status().name())
            .addValue("items", JSON.writeValueAsString(order.items()))
            .addValue("total", order.total().amount())
            .addValue("currency", order.total().currency().getCurrencyCode())
            .addValue("shipTo", JSON.writeValueAsString(order.shipTo()))
            .addValue("sagaId", order.sagaId())
            .addValue("version", order.version())
            .addValue("placedAt", Rows.time(order.placedAt()))
            .addValue("cancelledAt", Rows.time(order.cancelledAt()))
            .addValue("placedPosition", order.placedPosition())
            .addValue("position", order.position()));
  }

  static OrderView read(ResultSet row) throws SQLException {
    Timestamp cancelledAt = row.getTimestamp("cancelled_at");
    return new OrderView(
        row.getString("order_id"),
        row.getString("customer_id"),
        OrderView.Status.valueOf(row.getString("status")),
        JSON.readValue(row.getString("items"), ITEMS),
        new Money(row.getBigDecimal("total"), Currency.getInstance(row.getString("currency"))),
        JSON.readValue(row.getString("ship_to"), Address.class),
        row.getString("saga_id"),
        row.getLong("version"),
        row.getTimestamp("placed_at").toInstant(),
        cancelledAt == null ? null : cancelledAt.toInstant(),
        null,
        row.getLong("placed_position"),
        row.getLong("position"));
  }
}
