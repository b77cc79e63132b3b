package dev.skald.bench;

import dev.skald.projections.engine.Projection;
import java.sql.SQLException;

/** How many rows a projection's tables have, and a sum over all that stands in them. */
record RowsFound(long rows, long sum) {

  static RowsFound in(Database database, Projection projection) throws SQLException {
    long rows = 0;
    long sum = 0;
    for (String table : projection.tables()) {
      rows += database.number("SELECT count(*) FROM readmodels." + table);
      sum +=
          database.number(
              "SELECT coalesce(sum(hashtextextended(t::text, 0) %% 1000000007), 0) FROM readmodels.%s t"
                  .formatted(table));
    }
    return new RowsFound(rows, sum);
  }
}
