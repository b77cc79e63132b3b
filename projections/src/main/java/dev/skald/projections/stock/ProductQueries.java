package dev.skald.projections.stock;

import dev.skald.projections.Cursor;
import dev.skald.projections.Page;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads products. */
public final class ProductQueries {

  private final JdbcClient jdbc;

  public ProductQueries(JdbcClient readModels) {
    this.jdbc = readModels;
  }

  public Optional<ProductView> product(String sku) {
    return jdbc.sql(
            """
            select sku, name, price, currency, on_hand, reserved, version, created_at, updated_at,
                   offered_position, position
              from readmodels.product
             where sku = :sku
            """)
        .param("sku", sku)
        .query((row, _) -> ProductTable.read(row))
        .optional();
  }

  /** Newest first. */
  public Page<ProductView> products(int limit, @Nullable String cursor) {
    List<ProductView> rows =
        jdbc.sql(
                """
                select sku, name, price, currency, on_hand, reserved, version, created_at,
                       updated_at, offered_position, position
                  from readmodels.product
                 where offered_position < :before
                 order by offered_position desc
                 limit :limit
                """)
            .param("before", Cursor.position(cursor, Long.MAX_VALUE))
            .param("limit", limit + 1)
            .query((row, _) -> ProductTable.read(row))
            .list();
    return Page.of(rows, limit, ProductView::offeredPosition);
  }
}
