package dev.skald.projections.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sums up what moved on an account. An account has few enough entries to be summed when asked. */
public final class AccountStatistics {

  private final JdbcClient jdbc;

  public AccountStatistics(JdbcClient readModels) {
    this.jdbc = readModels;
  }

  /** The days on which something moved, oldest first. */
  public List<AccountDay> byDay(String accountId, Instant from, Instant to) {
    return jdbc.sql(
            """
            select cast(recorded_at at time zone 'UTC' as date) as day, currency,
                   coalesce(sum(amount) filter (where amount > 0), 0) as money_in,
                   coalesce(-sum(amount) filter (where amount < 0), 0) as money_out,
                   count(*) filter (where amount > 0) as movements_in,
                   count(*) filter (where amount < 0) as movements_out,
                   max(abs(amount)) as largest, avg(abs(amount)) as average,
                   (array_agg(balance order by version desc))[1] as closing
              from readmodels.account_entry
             where account_id = :accountId
               and recorded_at >= cast(:from as timestamptz)
               and recorded_at < cast(:to as timestamptz)
             group by 1, 2
             order by 1
             limit 4000
            """)
        .param("accountId", accountId)
        .param("from", from.toString())
        .param("to", to.toString())
        .query((row, _) -> day(row))
        .list();
  }

  private static AccountDay day(ResultSet row) throws SQLException {
    Currency currency = Currency.getInstance(row.getString("currency"));
    return new AccountDay(
        row.getObject("day", LocalDate.class),
        Sum.of(row.getBigDecimal("money_in"), currency),
        Sum.of(row.getBigDecimal("money_out"), currency),
        row.getLong("movements_in"),
        row.getLong("movements_out"),
        Sum.of(row.getBigDecimal("largest"), currency),
        Sum.of(row.getBigDecimal("average"), currency),
        Sum.of(row.getBigDecimal("closing"), currency));
  }
}
