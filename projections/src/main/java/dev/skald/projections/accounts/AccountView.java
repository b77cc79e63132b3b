package dev.skald.projections.accounts;

import dev.skald.domain.Money;
import dev.skald.domain.accounts.Account;
import dev.skald.domain.accounts.Account.Status;
import dev.skald.domain.accounts.AccountEvent;
import dev.skald.domain.accounts.AccountEvent.AccountClosed;
import dev.skald.domain.accounts.AccountEvent.AccountCredited;
import dev.skald.domain.accounts.AccountEvent.AccountDebited;
import dev.skald.domain.accounts.AccountEvent.AccountFrozen;
import dev.skald.domain.accounts.AccountEvent.AccountOpened;
import dev.skald.domain.accounts.AccountEvent.AccountUnfrozen;
import dev.skald.projections.engine.Fact;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An account as people see it. */
public record AccountView(
    String accountId,
    String number,
    String owner,
    String type,
    Money balance,
    Account.Status status,
    long version,
    Instant createdAt,
    Instant updatedAt,
    long openedPosition,
    long position) {

  /** The account after one more of its events. */
  public static AccountView evolve(@Nullable AccountView view, Fact<AccountEvent> fact) {
    return switch (fact.event()) {
      case AccountOpened opened -> opened(opened, fact);
      case AccountCredited credited -> opened(view).with(credited.balance(), null, fact);
      case AccountDebited debited -> opened(view).with(debited.balance(), null, fact);
      case AccountFrozen _ -> opened(view).with(null, Status.FROZEN, fact);
      case AccountUnfrozen _ -> opened(view).with(null, Status.OPEN, fact);
      case AccountClosed _ -> opened(view).with(null, Status.CLOSED, fact);
    };
  }

  private static AccountView opened(AccountOpened opened, Fact<AccountEvent> fact) {
    return new AccountView(
        fact.id(),
        AccountNumber.of(fact.position()),
        opened.owner(),
        opened.type(),
        opened.openingBalance(),
        Status.OPEN,
        fact.version(),
        fact.at(),
        fact.at(),
        fact.position(),
        fact.position());
  }

  private static AccountView opened(@Nullable AccountView view) {
    if (view == null) {
      throw new IllegalStateException("an account's first event must open it");
    }
    return view;
  }

  private AccountView with(
      @Nullable Money newBalance, @Nullable Status newStatus, Fact<AccountEvent> fact) {
    return new AccountView(
        accountId,
        number,
        owner,
        type,
        newBalance == null ? balance : newBalance,
        newStatus == null ? status : newStatus,
        fact.version(),
        createdAt,
        fact.at(),
        openedPosition,
        fact.position());
  }
}
