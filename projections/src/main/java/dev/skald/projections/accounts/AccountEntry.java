package dev.skald.projections.accounts;

import dev.skald.domain.Money;
import dev.skald.domain.accounts.AccountEvent.Cause;
import java.time.Instant;

/**
 * A movement of money on an account.
 *
 * @param amount negative where money left the account
 * @param balance the one after it
 */
public record AccountEntry(
    String accountId,
    long version,
    long position,
    Kind kind,
    String reference,
    Money amount,
    Money balance,
    Instant recordedAt) {

  public enum Kind {
    OPENING,
    DEPOSIT,
    WITHDRAWAL,
    TRANSFER,
    TRANSFER_UNDONE;

    static Kind of(Cause.Kind cause) {
      return switch (cause) {
        case DEPOSIT -> DEPOSIT;
        case WITHDRAWAL -> WITHDRAWAL;
        case TRANSFER -> TRANSFER;
        case TRANSFER_UNDONE -> TRANSFER_UNDONE;
      };
    }
  }
}
