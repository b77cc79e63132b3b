package dev.skald.projections.accounts;

import dev.skald.domain.Money;
import dev.skald.projections.Cursor;
import dev.skald.projections.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads accounts and their entries. */
public final class AccountQueries {

  private final JdbcClient jdbc;

  public AccountQueries(JdbcClient readModels) {
    this.jdbc = readModels;
  }

  public Optional<AccountView> account(String accountId) {
    return jdbc.sql(
            """
            select account_id, number, owner, type, balance, currency, status, version, created_at,
                   updated_at, opened_position, position
              from readmodels.account
             where account_id = :accountId
            """)
        .param("accountId", accountId)
        .query((row, _) -> AccountTable.read(row))
        .optional();
  }

  /** Newest first. */
  public Page<AccountView> accounts(AccountFilter filter, int limit, @Nullable String cursor) {
    List<AccountView> rows =
        jdbc.sql(
                """
                select account_id, number, owner, type, balance, currency, status, version,
                       created_at, updated_at, opened_position, position
                  from readmodels.account
                 where opened_position < :before
                   and (cast(:owner as text) is null or owner = :owner)
                   and (cast(:type as text) is null or type = :type)
                   and (cast(:status as text) is null or status = :status)
                   and (cast(:minBalance as numeric) is null or balance >= :minBalance)
                   and (cast(:maxBalance as numeric) is null or balance <= :maxBalance)
                 order by opened_position desc
                 limit :limit
                """)
            .param("before", Cursor.position(cursor, Long.MAX_VALUE))
            .param("owner", filter.owner())
            .param("type", filter.type())
            .param("status", filter.status() == null ? null : filter.status().name())
            .param("minBalance", filter.minBalance())
            .param("maxBalance", filter.maxBalance())
            .param("limit", limit + 1)
            .query((row, _) -> AccountTable.read(row))
            .list();
    return Page.of(rows, limit, AccountView::openedPosition);
  }

  /** Newest first. */
  public Page<AccountEntry> entries(String accountId, int limit, @Nullable String cursor) {
    List<AccountEntry> rows =
        jdbc.sql(
                """
                select account_id, version, position, kind, reference, amount, balance, currency,
                       recorded_at
                  from readmodels.account_entry
                 where account_id = :accountId and version < :before
                 order by version desc
                 limit :limit
                """)
            .param("accountId", accountId)
            .param("before", Cursor.position(cursor, Long.MAX_VALUE))
            .param("limit", limit + 1)
            .query((row, _) -> entry(row))
            .list();
    return Page.of(rows, limit, AccountEntry::version);
  }

  private static AccountEntry entry(ResultSet row) throws SQLException {
    Currency currency = Currency.getInstance(row.getString("currency"));
    return new AccountEntry(
        row.getString("account_id"),
        row.getLong("version"),
        row.getLong("position"),
        AccountEntry.Kind.valueOf(row.getString("kind")),
        row.getString("reference"),
        new Money(row.getBigDecimal("amount"), currency),
        new Money(row.getBigDecimal("balance"), currency),
        row.getTimestamp("recorded_at").toInstant());
  }
}
