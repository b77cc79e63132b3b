package dev.skald.projections.accounts;

import dev.skald.domain.Money;
import dev.skald.domain.accounts.Account;
import dev.skald.domain.accounts.AccountEvent;
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

/** One row for each account. */
final class AccountTable implements StateTable<AccountView, AccountEvent> {

  @Override
  public Map<String, AccountView> load(Collection<String> ids, JdbcClient jdbc) {
    return jdbc
        .sql(
            """
            select account_id, number, owner, type, balance, currency, status, version, created_at,
                   updated_at, opened_position, position
              from account
             where account_id = any(:ids)
            """)
        .param("ids", ids.toArray(String[]::new))
        .query((row, _) -> read(row))
        .list()
        .stream()
        .collect(Collectors.toMap(AccountView::accountId, Function.identity()));
  }

  @Override
  public AccountView evolve(@Nullable AccountView state, Fact<AccountEvent> fact) {
    return AccountView.evolve(state, fact);
  }

  @Override
  public void store(AccountView account, Rows rows) {
    rows.write(
        """
        insert into account
               (account_id, number, owner, type, balance, currency, status, version, created_at,
                updated_at, opened_position, position)
        values (:accountId, :number, :owner, :type, :balance, :currency, :status, :version,
                :createdAt, :updatedAt, :openedPosition, :position)
        on conflict (account_id)
        do update set balance = excluded.balance, status = excluded.status,
                      version = excluded.version, updated_at = excluded.updated_at,
                      position = excluded.position
        """,
        new MapSqlParameterSource("accountId", account.accountId())
            .addValue("number", account.number())
            .addValue("owner", account.owner())
            .addValue("type", account.type())
            .addValue("balance", account.balance().amount())
            .addValue("currency", account.balance().currency().getCurrencyCode())
            .addValue("status", account.status().name())
            .addValue("version", account.version())
            .addValue("createdAt", Rows.time(account.createdAt()))
            .addValue("updatedAt", Rows.time(account.updatedAt()))
            .addValue("openedPosition", account.openedPosition())
            .addValue("position", account.position()));
  }

  static AccountView read(ResultSet row) throws SQLException {
    return new AccountView(
        row.getString("account_id"),
        row.getString("number"),
        row.getString("owner"),
        row.getString("type"),
        new Money(row.getBigDecimal("balance"), Currency.getInstance(row.getString("currency"))),
        Account.Status.valueOf(row.getString("status")),
        row.getLong("version"),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("updated_at").toInstant(),
        row.getLong("opened_position"),
        row.getLong("position"));
  }
}
