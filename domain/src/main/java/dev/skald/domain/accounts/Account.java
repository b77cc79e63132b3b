package dev.skald.domain.accounts;

import dev.skald.domain.Decision;
import dev.skald.domain.Money;
import dev.skald.domain.accounts.AccountEvent.AccountClosed;
import dev.skald.domain.accounts.AccountEvent.AccountCredited;
import dev.skald.domain.accounts.AccountEvent.AccountDebited;
import dev.skald.domain.accounts.AccountEvent.AccountFrozen;
import dev.skald.domain.accounts.AccountEvent.AccountOpened;
import dev.skald.domain.accounts.AccountEvent.AccountUnfrozen;
import dev.skald.domain.accounts.AccountEvent.Cause;
import java.math.BigDecimal;

/** An account as its events have left it, and what may be done with it next. */
public sealed interface Account {

  Account NONE = new None();

  /**
   * What money that is paid in may bring a balance to, in the currency's smallest unit: a
   * thousandth of what an amount can hold. So there is always room for money that comes back; for
   * it to be lacking, an account would have to be filled a thousand times over while all of that is
   * away.
   */
  long LARGEST_BALANCE = 999_999_999_999_999L;

  /** All that an amount can hold. */
  long LARGEST_AMOUNT = 999_999_999_999_999_999L;

  record None() implements Account {}

  record Existing(Status status, Money balance) implements Account {}

  enum Status {
    OPEN,
    FROZEN,
    CLOSED
  }

  static Account evolve(Account account, AccountEvent event) {
    return switch (event) {
      case AccountOpened opened -> new Existing(Status.OPEN, opened.openingBalance());
      case AccountCredited credited -> new Existing(existing(account).status(), credited.balance());
      case AccountDebited debited -> new Existing(existing(account).status(), debited.balance());
      case AccountFrozen _ -> new Existing(Status.FROZEN, existing(account).balance());
      case AccountUnfrozen _ -> new Existing(Status.OPEN, existing(account).balance());
      case AccountClosed _ -> new Existing(Status.CLOSED, existing(account).balance());
    };
  }

  static Decision<AccountEvent> open(
      Account account, String owner, String type, Money openingBalance) {
    if (account instanceof Existing) {
      return Decision.refuse("account-exists", "an account with this id was opened before");
    }
    if (openingBalance.isNegative()) {
      return Decision.refuse(
          "invalid-amount", "an opening balance of %s is negative".formatted(openingBalance));
    }
    Money largest = inCurrencyOf(openingBalance, LARGEST_BALANCE);
    if (openingBalance.compareTo(largest) > 0) {
      return Decision.refuse(
          "balance-too-large",
          "an opening balance of %s is above %s, the largest there can be"
              .formatted(openingBalance, largest));
    }
    return Decision.accept(new AccountOpened(owner, type, openingBalance));
  }

  static Decision<AccountEvent> debit(Account account, Money amount, Cause cause) {
    return switch (movable(account, amount)) {
      case Decision.Refused<AccountEvent> refused -> refused;
      case Decision.Accepted<AccountEvent> _ -> {
        Money balance = existing(account).balance();
        yield balance.compareTo(amount) < 0
            ? Decision.refuse(
                "insufficient-funds", "the balance is %s, less than %s".formatted(balance, amount))
            : Decision.accept(new AccountDebited(amount, balance.minus(amount), cause));
      }
    };
  }

  static Decision<AccountEvent> credit(Account account, Money amount, Cause cause) {
    return switch (movable(account, amount)) {
      case Decision.Refused<AccountEvent> refused -> refused;
      case Decision.Accepted<AccountEvent> _ ->
          credited(existing(account), amount, cause, LARGEST_BALANCE);
    };
  }

  /**
   * Gives back what a transfer took. A frozen account takes it, and so does one that is full by
   * now; a closed one cannot.
   */
  static Decision<AccountEvent> giveBack(Account account, Money amount, Cause cause) {
    return switch (account) {
      case None _ -> unknown();
      case Existing(Status status, Money _) when status == Status.CLOSED -> closed();
      case Existing existing -> credited(existing, amount, cause, LARGEST_AMOUNT);
    };
  }

  static Decision<AccountEvent> freeze(Account account, String reason) {
    return switch (account) {
      case None _ -> unknown();
      case Existing existing ->
          switch (existing.status()) {
            case OPEN -> Decision.accept(new AccountFrozen(reason));
            case FROZEN -> Decision.unchanged();
            case CLOSED -> closed();
          };
    };
  }

  static Decision<AccountEvent> unfreeze(Account account, String reason) {
    return switch (account) {
      case None _ -> unknown();
      case Existing existing ->
          switch (existing.status()) {
            case OPEN -> Decision.unchanged();
            case FROZEN -> Decision.accept(new AccountUnfrozen(reason));
            case CLOSED -> closed();
          };
    };
  }

  static Decision<AccountEvent> close(Account account, String reason) {
    return switch (account) {
      case None _ -> unknown();
      case Existing existing ->
          switch (existing.status()) {
            case CLOSED -> Decision.unchanged();
            case FROZEN -> frozen();
            case OPEN ->
                existing.balance().isZero()
                    ? Decision.accept(new AccountClosed(reason))
                    : Decision.refuse(
                        "account-not-empty",
                        "the balance is %s; only an empty account can be closed"
                            .formatted(existing.balance()));
          };
    };
  }

  private static Decision<AccountEvent> credited(
      Existing account, Money amount, Cause cause, long limit) {
    Money balance = account.balance();
    Money largest = inCurrencyOf(balance, limit);
    // The sum itself may be more than an amount can hold.
    return amount.compareTo(largest.minus(balance)) > 0
        ? Decision.refuse(
            "balance-too-large",
            "the balance is %s; %s more would bring it above %s, the largest there can be"
                .formatted(balance, amount, largest))
        : Decision.accept(new AccountCredited(amount, balance.plus(amount), cause));
  }

  private static Money inCurrencyOf(Money money, long units) {
    return new Money(BigDecimal.valueOf(units, money.amount().scale()), money.currency());
  }

  private static Decision<AccountEvent> movable(Account account, Money amount) {
    if (!amount.isPositive()) {
      return Decision.refuse("invalid-amount", "%s is not more than zero".formatted(amount));
    }
    return switch (account) {
      case None _ -> unknown();
      case Existing existing when !existing.balance().currency().equals(amount.currency()) ->
          Decision.refuse(
              "wrong-currency",
              "the account holds %s, not %s"
                  .formatted(existing.balance().currency(), amount.currency()));
      case Existing existing ->
          switch (existing.status()) {
            case OPEN -> Decision.unchanged();
            case FROZEN -> frozen();
            case CLOSED -> closed();
          };
    };
  }

  private static Decision<AccountEvent> unknown() {
    return Decision.refuse("account-unknown", "there is no such account");
  }

  private static Decision<AccountEvent> frozen() {
    return Decision.refuse("account-frozen", "the account is frozen");
  }

  private static Decision<AccountEvent> closed() {
    return Decision.refuse("account-closed", "the account is closed");
  }

  private static Existing existing(Account account) {
    return switch (account) {
      case Existing existing -> existing;
      case None _ -> throw new IllegalStateException("an account's first event must open it");
    };
  }
}
