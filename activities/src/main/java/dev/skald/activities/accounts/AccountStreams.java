package dev.skald.activities.accounts;

import dev.skald.domain.accounts.Account;
import dev.skald.domain.accounts.AccountEvent;
import dev.skald.domain.accounts.AccountId;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamId;
import java.util.List;

/** Loads accounts from their streams. */
public final class AccountStreams {

  private static final int PAGE = 1000;

  private final EventStore store;
  private final EventTypeRegistry types;

  public AccountStreams(EventStore store, EventTypeRegistry types) {
    this.store = store;
    this.types = types;
  }

  /** An account with the version and the position that it was read at. */
  record Loaded(Account account, long version, long position) {}

  Loaded load(AccountId id) {
    Loaded loaded = new Loaded(Account.NONE, 0, 0);
    List<RecordedEvent> page;
    do {
      page = store.readStream(streamOf(id), loaded.version(), PAGE);
      for (RecordedEvent event : page) {
        loaded = evolve(loaded, event);
      }
    } while (page.size() == PAGE);
    return loaded;
  }

  static StreamId streamOf(AccountId id) {
    return StreamId.of(AccountEvent.CATEGORY, id.value());
  }

  private Loaded evolve(Loaded before, RecordedEvent event) {
    Account account = before.account();
    for (Record data : types.decode(event)) {
      if (data instanceof AccountEvent fact) {
        account = Account.evolve(account, fact);
      }
    }
    return new Loaded(account, event.version(), event.position());
  }
}
