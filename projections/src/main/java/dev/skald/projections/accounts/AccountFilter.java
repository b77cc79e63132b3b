package dev.skald.projections.accounts;

import dev.skald.domain.accounts.Account;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Which accounts are wanted; what is null excludes none. */
public record AccountFilter(
    @Nullable String owner,
    @Nullable String type,
    Account.@Nullable Status status,
    @Nullable BigDecimal minBalance,
    @Nullable BigDecimal maxBalance) {

  public static final AccountFilter ALL = new AccountFilter(null, null, null, null, null);
}
