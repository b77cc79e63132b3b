package dev.skald.projections.accounts;

import dev.skald.projections.Span;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Sums up what was transferred. The transfers of a period are few enough to be summed when asked.
 */
public final class TransferStatistics {

  private final JdbcClient jdbc;

  public TransferStatistics(JdbcClient readModels) {
    this.jdbc = readModels;
  }

  /** By time, then by currency; spans in which nothing was transferred are left out. */
  public List<MoneyMoved> moved(Instant from, Instant to, Span by) {
    return jdbc.sql(
            """
            select date_trunc(:by, recorded_at, 'UTC') as span, currency, count(*) as transfers,
                   sum(amount) as amount, max(amount) as largest
              from readmodels.transfer
             where recorded_at >= cast(:from as timestamptz)
               and recorded_at < cast(:to as timestamptz)
             group by 1, 2
             order by 1, 2
             limit 50000
            """)
        .param("by", by.unit())
        .param("from", from.toString())
        .param("to", to.toString())
        .query((row, _) -> moved(row))
        .list();
  }

  private static MoneyMoved moved(ResultSet row) throws SQLException {
    Currency currency = Currency.getInstance(row.getString("currency"));
    return new MoneyMoved(
        row.getTimestamp("span").toInstant(),
        row.getLong("transfers"),
        Sum.of(row.getBigDecimal("amount"), currency),
        Sum.of(row.getBigDecimal("largest"), currency));
  }
}
