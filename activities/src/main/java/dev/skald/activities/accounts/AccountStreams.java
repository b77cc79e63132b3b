package dev.skald.activities.accounts;

import dev.skald.activities.Streams;
import dev.skald.domain.accounts.Account;
import dev.skald.domain.accounts.AccountEvent;
import dev.skald.domain.accounts.Transfer;
import dev.skald.domain.accounts.TransferEvent;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;

/** The streams of accounts, and of the transfers between them. */
public final class AccountStreams {

  private AccountStreams() {}

  public static Streams<Account, AccountEvent> of(EventStore store, EventTypeRegistry types) {
    return new Streams<>(
        store, types, AccountEvent.CATEGORY, AccountEvent.class, Account.NONE, Account::evolve);
  }

  public static Streams<Transfer, TransferEvent> ofTransfers(
      EventStore store, EventTypeRegistry types) {
    return new Streams<>(
        store, types, TransferEvent.CATEGORY, TransferEvent.class, Transfer.NONE, Transfer::evolve);
  }
}
