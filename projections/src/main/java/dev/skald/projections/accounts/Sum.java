package dev.skald.projections.accounts;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/** What amounts come to: written as money is, but of any size. */
public record Sum(BigDecimal amount, Currency currency) {

  /** Rounded to what the currency has. */
  static Sum of(BigDecimal amount, Currency currency) {
    int digits = Math.max(currency.getDefaultFractionDigits(), 0);
    return new Sum(amount.setScale(digits, RoundingMode.HALF_EVEN), currency);
  }
}
