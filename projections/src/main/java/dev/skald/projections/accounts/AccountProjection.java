package dev.skald.projections.accounts;

import dev.skald.domain.Money;
import dev.skald.domain.accounts.AccountEvent;
import dev.skald.domain.accounts.AccountEvent.AccountClosed;
import dev.skald.domain.accounts.AccountEvent.AccountCredited;
import dev.skald.domain.accounts.AccountEvent.AccountDebited;
import dev.skald.domain.accounts.AccountEvent.AccountFrozen;
import dev.skald.domain.accounts.AccountEvent.AccountOpened;
import dev.skald.domain.accounts.AccountEvent.AccountUnfrozen;
import dev.skald.projections.accounts.AccountEntry.Kind;
import dev.skald.projections.engine.Fact;
import dev.skald.projections.engine.Projection;
import dev.skald.projections.engine.Rows;
import dev.skald.projections.engine.Source;
import java.util.List;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

/** Accounts, and each movement of money on them. */
public final class AccountProjection implements Projection {

  public static final String NAME = "accounts";

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
    return List.of("account", "account_entry");
  }

  @Override
  public List<Source<?>> sources() {
    return List.of(
        Source.eachStream(AccountEvent.CATEGORY, AccountEvent.class, new AccountTable()),
        Source.eachEvent(AccountEvent.CATEGORY, AccountEvent.class, AccountProjection::enter));
  }

  private static void enter(Fact<AccountEvent> fact, Rows rows) {
    switch (fact.event()) {
      case AccountOpened(_, _, Money balance) -> {
        if (!balance.isZero()) {
          entry(fact, Kind.OPENING, "", balance, balance, rows);
        }
      }
      case AccountCredited(Money amount, Money balance, var cause) ->
          entry(fact, Kind.of(cause.kind()), cause.reference(), amount, balance, rows);
      case AccountDebited(Money amount, Money balance, var cause) ->
          entry(
              fact,
              Kind.of(cause.kind()),
              cause.reference(),
              Money.zero(amount.currency()).minus(amount),
              balance,
              rows);
      case AccountFrozen _, AccountUnfrozen _, AccountClosed _ -> {}
    }
  }

  private static void entry(
      Fact<AccountEvent> fact,
      Kind kind,
      String reference,
      Money amount,
      Money balance,
      Rows rows) {
    rows.write(
        """
        insert into account_entry
               (account_id, version, position, kind, reference, amount, balance, currency,
                recorded_at)
        values (:accountId, :version, :position, :kind, :reference, :amount, :balance, :currency,
                :recordedAt)
        """,
        new MapSqlParameterSource("accountId", fact.id())
            .addValue("version", fact.version())
            .addValue("position", fact.position())
            .addValue("kind", kind.name())
            .addValue("reference", reference)
            .addValue("amount", amount.amount())
            .addValue("balance", balance.amount())
            .addValue("currency", amount.currency().getCurrencyCode())
            .addValue("recordedAt", Rows.time(fact.at())));
  }
}
