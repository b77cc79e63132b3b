package dev.skald.activities.accounts;

import dev.skald.activities.Streams;
import dev.skald.domain.accounts.Account;
import dev.skald.domain.accounts.AccountEvent;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;

/** The accounts' streams. */
public final class AccountStreams {

  private AccountStreams() {}

  public static Streams<Account, AccountEvent> of(EventStore store, EventTypeRegistry types) {
    return new Streams<>(
        store, types, AccountEvent.CATEGORY, AccountEvent.class, Account.NONE, Account::evolve);
  }
}
