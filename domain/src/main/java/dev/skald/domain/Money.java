package dev.skald.domain;

import java.math.BigDecimal;
import java.util.Currency;

/** An amount in one currency, with exactly the currency's number of digits. */
public record Money(BigDecimal amount, Currency currency) implements Comparable<Money> {

  private static final int MAX_DIGITS = 18;

  public Money {
    int digits = Math.max(currency.getDefaultFractionDigits(), 0);
    // Before its zeros are written out, of which "1e999999999" has too many for any machine.
    if ((long) amount.precision() - amount.scale() > MAX_DIGITS - digits) {
      throw new IllegalArgumentException(
          "%s has more than %d digits".formatted(amount, MAX_DIGITS));
    }
    if (amount.stripTrailingZeros().scale() > digits) {
      throw new IllegalArgumentException(
          "%s has more than the %d decimals of %s".formatted(amount, digits, currency));
    }
    amount = amount.setScale(digits);
  }

  public static Money of(String amount, String currency) {
    return new Money(new BigDecimal(amount), Currency.getInstance(currency));
  }

  public static Money zero(Currency currency) {
    return new Money(BigDecimal.ZERO, currency);
  }

  public Money plus(Money other) {
    return new Money(amount.add(sameCurrency(other).amount), currency);
  }

  public Money minus(Money other) {
    return new Money(amount.subtract(sameCurrency(other).amount), currency);
  }

  public Money times(long count) {
    return new Money(amount.multiply(BigDecimal.valueOf(count)), currency);
  }

  public boolean isPositive() {
    return amount.signum() > 0;
  }

  public boolean isNegative() {
    return amount.signum() < 0;
  }

  public boolean isZero() {
    return amount.signum() == 0;
  }

  @Override
  public int compareTo(Money other) {
    return amount.compareTo(sameCurrency(other).amount);
  }

  @Override
  public String toString() {
    return amount.toPlainString() + " " + currency;
  }

  private Money sameCurrency(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException(
          "cannot combine %s with %s: another currency".formatted(this, other));
    }
    return other;
  }
}
