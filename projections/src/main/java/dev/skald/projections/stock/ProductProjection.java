package dev.skald.projections.stock;

import dev.skald.domain.stock.StockEvent;
import dev.skald.domain.stock.StockEvent.ProductOffered;
import dev.skald.domain.stock.StockEvent.StockCounted;
import dev.skald.domain.stock.StockEvent.StockReleased;
import dev.skald.domain.stock.StockEvent.StockReserved;
import dev.skald.projections.engine.Fact;
import dev.skald.projections.engine.Projection;
import dev.skald.projections.engine.Rows;
import dev.skald.projections.engine.Source;
import java.util.List;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

/** Products, and what was reserved of them for which order. */
public final class ProductProjection implements Projection {

  public static final String NAME = "products";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> tables() {
    return List.of("product", "stock_movement");
  }

  @Override
  public List<Source<?>> sources() {
    return List.of(
        Source.eachStream(StockEvent.CATEGORY, StockEvent.class, new ProductTable()),
        Source.eachEvent(StockEvent.CATEGORY, StockEvent.class, ProductProjection::move));
  }

  private static void move(Fact<StockEvent> fact, Rows rows) {
    switch (fact.event()) {
      case StockReserved(var order, long quantity, _) ->
          movement(fact, order.value(), quantity, rows);
      case StockReleased(var order, long quantity, _) ->
          movement(fact, order.value(), -quantity, rows);
      case ProductOffered _, StockCounted _ -> {}
    }
  }

  private static void movement(Fact<StockEvent> fact, String order, long quantity, Rows rows) {
    rows.write(
        """
        insert into stock_movement (sku, version, order_id, quantity, recorded_at, position)
        values (:sku, :version, :orderId, :quantity, :recordedAt, :position)
        """,
        new MapSqlParameterSource("sku", fact.id())
            .addValue("version", fact.version())
            .addValue("orderId", order)
            .addValue("quantity", quantity)
            .addValue("recordedAt", Rows.time(fact.at()))
            .addValue("position", fact.position()));
  }
}
