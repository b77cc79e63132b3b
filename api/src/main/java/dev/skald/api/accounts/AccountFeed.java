package dev.skald.api.accounts;

import dev.skald.api.live.StreamFeed;
import dev.skald.domain.accounts.Account.Status;
import dev.skald.domain.accounts.AccountEvent;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.StreamId;
import dev.skald.projections.accounts.AccountView;
import dev.skald.projections.engine.Fact;
import org.jspecify.annotations.Nullable;

/** An account after each movement of money and each change of its status, until it is closed. */
final class AccountFeed extends StreamFeed<AccountView, AccountEvent> {

  private final AccountView known;

  /**
   * Begins to show it.
   *
   * @param known what is known of it now
   */
  AccountFeed(EventStore store, EventTypeRegistry types, AccountView known) {
    super(store, types, StreamId.of(AccountEvent.CATEGORY, known.accountId()), AccountEvent.class);
    this.known = known;
  }

  @Override
  public boolean isOver(long seen) {
    return hasEnded(known) && known.position() <= seen;
  }

  @Override
  protected AccountView evolve(@Nullable AccountView before, Fact<AccountEvent> fact) {
    return AccountView.evolve(before, fact);
  }

  @Override
  protected boolean isShown(AccountView account) {
    return true;
  }

  @Override
  protected Object show(AccountView account) {
    return account;
  }

  @Override
  protected Object unrecorded() {
    return known;
  }

  @Override
  protected boolean hasEnded(AccountView account) {
    return account.status() == Status.CLOSED;
  }
}
