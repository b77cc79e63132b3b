package dev.skald.domain.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.domain.Decision;
import dev.skald.domain.Decision.Accepted;
import dev.skald.domain.Decision.Refused;
import dev.skald.domain.Money;
import dev.skald.domain.accounts.AccountEvent.AccountClosed;
import dev.skald.domain.accounts.AccountEvent.AccountDebited;
import dev.skald.domain.accounts.AccountEvent.AccountFrozen;
import dev.skald.domain.accounts.AccountEvent.AccountOpened;
import dev.skald.domain.accounts.AccountEvent.AccountUnfrozen;
import dev.skald.domain.accounts.AccountEvent.Cause;
import java.math.BigDecimal;
import java.util.Currency;
import org.junit.jupiter.api.Test;

class AccountTest {

  private static final Cause CAUSE = new Cause(Cause.Kind.TRANSFER, "t");

  @Test
  void money_that_is_there_can_be_debited_down_to_nothing() {
    assertThat(Account.debit(given("25.00"), eur("25.00"), CAUSE))
        .isEqualTo(Decision.accept(new AccountDebited(eur("25.00"), eur("0.00"), CAUSE)));
  }

  @Test
  void money_that_is_not_there_cannot() {
    assertThat(refusal(Account.debit(given("24.99"), eur("25.00"), CAUSE)))
        .isEqualTo("insufficient-funds");
  }

  @Test
  void a_frozen_account_moves_no_money_but_takes_back_its_own() {
    Account frozen = given("25.00", new AccountFrozen("why not"));

    assertThat(refusal(Account.debit(frozen, eur("1.00"), CAUSE))).isEqualTo("account-frozen");
    assertThat(refusal(Account.credit(frozen, eur("1.00"), CAUSE))).isEqualTo("account-frozen");
    assertThat(Account.giveBack(frozen, eur("1.00"), CAUSE)).isInstanceOf(Accepted.class);
  }

  @Test
  void a_closed_account_takes_nothing_at_all() {
    Account closed = given("0.00", new AccountClosed("moved"));

    assertThat(refusal(Account.credit(closed, eur("1.00"), CAUSE))).isEqualTo("account-closed");
    assertThat(refusal(Account.giveBack(closed, eur("1.00"), CAUSE))).isEqualTo("account-closed");
    assertThat(refusal(Account.freeze(closed, "x"))).isEqualTo("account-closed");
  }

  @Test
  void only_an_empty_account_can_be_closed() {
    assertThat(refusal(Account.close(given("0.01"), "x"))).isEqualTo("account-not-empty");
    assertThat(Account.close(given("0.00"), "x")).isInstanceOf(Accepted.class);
  }

  @Test
  void freezing_twice_changes_nothing_and_unfreezing_opens_again() {
    Account frozen = given("1.00", new AccountFrozen("x"));

    assertThat(Account.freeze(frozen, "y")).isEqualTo(Decision.unchanged());
    assertThat(Account.unfreeze(frozen, "y")).isEqualTo(Decision.accept(new AccountUnfrozen("y")));
  }

  @Test
  void an_account_is_opened_once_and_not_with_a_debt() {
    assertThat(refusal(Account.open(given("1.00"), "o", "t", eur("1.00"))))
        .isEqualTo("account-exists");
    assertThat(refusal(Account.open(Account.NONE, "o", "t", eur("-1.00"))))
        .isEqualTo("invalid-amount");
  }

  @Test
  void nothing_moves_on_an_unknown_account_or_in_another_currency_or_backwards() {
    Money dollars = Money.of("1.00", "USD");

    assertThat(refusal(Account.credit(Account.NONE, eur("1.00"), CAUSE)))
        .isEqualTo("account-unknown");
    assertThat(refusal(Account.credit(given("1.00"), dollars, CAUSE))).isEqualTo("wrong-currency");
    assertThat(refusal(Account.credit(given("1.00"), eur("0.00"), CAUSE)))
        .isEqualTo("invalid-amount");
  }

  @Test
  void an_account_is_filled_up_to_the_largest_balance_and_no_further() {
    Account nearlyFull = given("9999999999999.98");

    assertThat(Account.credit(nearlyFull, eur("0.01"), CAUSE)).isInstanceOf(Accepted.class);
    assertThat(Account.credit(nearlyFull, eur("0.02"), CAUSE))
        .isEqualTo(
            Decision.refuse(
                "balance-too-large",
                "the balance is 9999999999999.98 EUR; 0.02 EUR more would bring it above"
                    + " 9999999999999.99 EUR, the largest there can be"));
    assertThat(refusal(Account.credit(nearlyFull, eur("9999999999999999.99"), CAUSE)))
        .isEqualTo("balance-too-large");
    assertThat(Account.open(Account.NONE, "o", "t", eur("9999999999999.99")))
        .isInstanceOf(Accepted.class);
    assertThat(refusal(Account.open(Account.NONE, "o", "t", eur("10000000000000.00"))))
        .isEqualTo("balance-too-large");
  }

  @Test
  void money_that_comes_back_is_taken_beyond_that_as_long_as_an_amount_can_hold_it() {
    Account full = given("9999999999999.99");
    Account brim = given("9999999999999999.98");

    assertThat(Account.giveBack(full, eur("9999999999999.99"), CAUSE)).isInstanceOf(Accepted.class);
    assertThat(Account.giveBack(brim, eur("0.01"), CAUSE)).isInstanceOf(Accepted.class);
    assertThat(refusal(Account.giveBack(brim, eur("0.02"), CAUSE))).isEqualTo("balance-too-large");
    assertThat(refusal(Account.credit(brim, eur("0.01"), CAUSE))).isEqualTo("balance-too-large");
  }

  @Test
  void the_limits_are_in_the_smallest_unit_of_each_currency() {
    for (Currency currency : Currency.getAvailableCurrencies()) {
      Money unit =
          new Money(
              BigDecimal.valueOf(1, Math.max(currency.getDefaultFractionDigits(), 0)), currency);
      Account nearlyFull = opened(unit.times(Account.LARGEST_BALANCE - 1));
      Account brim = opened(unit.times(Account.LARGEST_AMOUNT));

      assertThat(Account.credit(nearlyFull, unit, CAUSE)).isInstanceOf(Accepted.class);
      assertThat(refusal(Account.credit(nearlyFull, unit.times(2), CAUSE)))
          .isEqualTo("balance-too-large");
      assertThat(refusal(Account.giveBack(brim, unit, CAUSE))).isEqualTo("balance-too-large");
    }
  }

  private static Account opened(Money balance) {
    return Account.evolve(Account.NONE, new AccountOpened("o", "t", balance));
  }

  private static Account given(String balance, AccountEvent... events) {
    Account account = opened(eur(balance));
    for (AccountEvent event : events) {
      account = Account.evolve(account, event);
    }
    return account;
  }

  private static String refusal(Decision<AccountEvent> decision) {
    return switch (decision) {
      case Refused<AccountEvent>(var refusal) -> refusal.code();
      case Accepted<AccountEvent> accepted -> "accepted: " + accepted.events();
    };
  }

  private static Money eur(String amount) {
    return Money.of(amount, "EUR");
  }
}
