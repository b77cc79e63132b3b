package dev.skald.domain.accounts;

import dev.skald.domain.EventType;
import dev.skald.domain.Money;
import java.util.List;

/** What happens to one account: the stream {@code account-<accountId>}. */
public sealed interface AccountEvent {

  String CATEGORY = "account";

  List<EventType> TYPES =
      List.of(
          EventType.of("AccountOpened", 1, AccountOpened.class),
          EventType.of("AccountCredited", 1, AccountCredited.class),
          EventType.of("AccountDebited", 1, AccountDebited.class),
          EventType.of("AccountFrozen", 1, AccountFrozen.class),
          EventType.of("AccountUnfrozen", 1, AccountUnfrozen.class),
          EventType.of("AccountClosed", 1, AccountClosed.class));

  record AccountOpened(String owner, String type, Money openingBalance) implements AccountEvent {}

  /** The balance is the one after it, so that a reader need not add up. */
  record AccountCredited(Money amount, Money balance, Cause cause) implements AccountEvent {}

  record AccountDebited(Money amount, Money balance, Cause cause) implements AccountEvent {}

  record AccountFrozen(String reason) implements AccountEvent {}

  record AccountUnfrozen(String reason) implements AccountEvent {}

  record AccountClosed(String reason) implements AccountEvent {}

  /** Why money moved: a deposit or withdrawal, or a transfer and its undo, by its id. */
  record Cause(Kind kind, String reference) {
    public enum Kind {
      DEPOSIT,
      WITHDRAWAL,
      TRANSFER,
      TRANSFER_UNDONE
    }
  }
}
