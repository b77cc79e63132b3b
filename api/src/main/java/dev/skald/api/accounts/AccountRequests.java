package dev.skald.api.accounts;

import dev.skald.domain.Money;
import dev.skald.domain.accounts.AccountId;
import org.jspecify.annotations.Nullable;

/** What callers send about accounts. */
final class AccountRequests {

  static final int MAX_OWNER = 200;
  static final int MAX_REASON = 500;

  private AccountRequests() {}

  record OpenAccount(
      @Nullable AccountId accountId, String owner, @Nullable String type, Money openingBalance) {
    OpenAccount {
      require(
          !owner.isBlank() && owner.length() <= MAX_OWNER, "owner must have 1 to 200 characters");
      require(
          type == null || type.matches("[a-z][a-z0-9-]{0,31}"),
          "type '%s' must be a lower case word such as 'current'".formatted(type));
      require(!openingBalance.isNegative(), "openingBalance must not be negative");
    }
  }

  record MoveMoney(Money amount) {
    MoveMoney {
      require(amount.isPositive(), "the amount %s must be more than zero".formatted(amount));
    }
  }

  record AccountReason(@Nullable String reason) {
    AccountReason {
      require(
          reason == null || reason.length() <= MAX_REASON, "reason must have up to 500 characters");
    }

    String text() {
      return reason == null ? "" : reason;
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
