package dev.skald.projections.stock;

import dev.skald.domain.Money;
import dev.skald.domain.stock.StockEvent;
import dev.skald.projections.engine.Fact;
import dev.skald.projections.engine.Rows;
import dev.skald.projections.engine.StateTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Currency;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One row for each product. */
final class ProductTable implements StateTable<ProductView, StockEvent> {

  @Override
  public Map<String, ProductView> load(Collection<String> ids, JdbcClient jdbc) {
    return jdbc
        .sql(
            """
            select sku, name, price, currency, on_hand, reserved, version, created_at, updated_at,
                   offered_position, position
              from product
             where sku = any(:ids)
            """)
        .param("ids", ids.toArray(String[]::new))
        .query((row, _) -> read(row))
        .list()
        .stream()
        .collect(Collectors.toMap(ProductView::sku, Function.identity()));
  }

  @Override
  public ProductView evolve(@Nullable ProductView state, Fact<StockEvent> fact) {
    return ProductView.evolve(state, fact);
  }

  @Override
  public void store(ProductView product, Rows rows) {
    rows.write(
        """
        insert into product
               (sku, name, price, currency, on_hand, reserved, version, created_at, updated_at,
                offered_position, position)
        values (:sku, :name, :price, :currency, :onHand, :reserved, :version, :createdAt,
                :updatedAt, :offeredPosition, :position)
        on conflict (sku)
        do update set name = excluded.name, price = excluded.price, currency = excluded.currency,
                      on_hand = excluded.on_hand, reserved = excluded.reserved,
                      version = excluded.version, updated_at = excluded.updated_at,
                      position = excluded.position
        """,
        new MapSqlParameterSource("sku", product.sku())
            .addValue("name", product.name())
            .addValue("price", product.price().amount())
            .addValue("currency", product.price().currency().getCurrencyCode())
            .addValue("onHand", product.onHand())
            .addValue("reserved", product.reserved())
            .addValue("version", product.version())
            .addValue("createdAt", Rows.time(product.createdAt()))
            .addValue("updatedAt", Rows.time(product.updatedAt()))
            .addValue("offeredPosition", product.offeredPosition())
            .addValue("position", product.position()));
  }

  static ProductView read(ResultSet row) throws SQLException {
    long onHand = row.getLong("on_hand");
    long reserved = row.getLong("reserved");
    return new ProductView(
        row.getString("sku"),
        row.getString("name"),
        new Money(row.getBigDecimal("price"), Currency.getInstance(row.getString("currency"))),
        onHand,
        reserved,
        onHand - reserved,
        row.getLong("version"),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("updated_at").toInstant(),
        row.getLong("offered_position"),
        row.getLong("position"));
  }
}
