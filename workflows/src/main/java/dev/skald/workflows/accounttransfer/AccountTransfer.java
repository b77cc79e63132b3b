package dev.skald.workflows.accounttransfer;

import dev.skald.domain.Ids;
import dev.skald.domain.Money;
import dev.skald.domain.accounts.AccountId;
import org.jspecify.annotations.Nullable;

/** What starts a transfer. */
public record AccountTransfer(
    @Nullable String transferId,
    AccountId sourceAccountId,
    AccountId targetAccountId,
    Money amount,
    @Nullable String reference) {

  private static final int MAX_REFERENCE = 140;

  public AccountTransfer {
    if (transferId != null) {
      Ids.check("transfer id", transferId);
    }
    if (sourceAccountId.equals(targetAccountId)) {
      throw new IllegalArgumentException(
          "source and target are both '%s'; a transfer needs two accounts"
              .formatted(sourceAccountId));
    }
    if (!amount.isPositive()) {
      throw new IllegalArgumentException("the amount %s must be more than zero".formatted(amount));
    }
    if (reference != null && reference.length() > MAX_REFERENCE) {
      throw new IllegalArgumentException(
          "the reference has %d characters, %d are allowed"
              .formatted(reference.length(), MAX_REFERENCE));
    }
  }
}
