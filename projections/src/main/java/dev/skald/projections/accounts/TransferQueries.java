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

/** Reads transfers. */
public final class TransferQueries {

  private final JdbcClient jdbc;

  public TransferQueries(JdbcClient readModels) {
    this.jdbc = readModels;
  }

  public Optional<TransferView> transfer(String transferId) {
    return jdbc.sql(
            """
            select transfer_id, source_account_id, target_account_id, amount, currency, reference,
                   recorded_at, position
              from readmodels.transfer
             where transfer_id = :transferId
            """)
        .param("transferId", transferId)
        .query((row, _) -> read(row))
        .optional();
  }

  /** Newest first; of one account those that came from it or went to it. */
  public Page<TransferView> transfers(
      @Nullable String accountId, int limit, @Nullable String cursor) {
    List<TransferView> rows =
        jdbc.sql(
                """
                select transfer_id, source_account_id, target_account_id, amount, currency,
                       reference, recorded_at, position
                  from readmodels.transfer
                 where position < :before
                   and (cast(:accountId as text) is null
                        or :accountId in (source_account_id, target_account_id))
                 order by position desc
                 limit :limit
                """)
            .param("before", Cursor.position(cursor, Long.MAX_VALUE))
            .param("accountId", accountId)
            .param("limit", limit + 1)
            .query((row, _) -> read(row))
            .list();
    return Page.of(rows, limit, TransferView::position);
  }

  private static TransferView read(ResultSet row) throws SQLException {
    return new TransferView(
        row.getString("transfer_id"),
        row.getString("source_account_id"),
        row.getString("target_account_id"),
        new Money(row.getBigDecimal("amount"), Currency.getInstance(row.getString("currency"))),
        row.getString("reference"),
        row.getTimestamp("recorded_at").toInstant(),
        row.getLong("position"));
  }
}
