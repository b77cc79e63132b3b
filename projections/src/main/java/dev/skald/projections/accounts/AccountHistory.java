package dev.skald.projections.accounts;

import dev.skald.domain.Ids;
import dev.skald.domain.accounts.AccountEvent;
import dev.skald.eventstore.StreamId;
import dev.skald.projections.engine.StreamFold;
import java.time.Instant;
import java.util.Optional;

/** Accounts as the log has them: now, without waiting for a table, or as they were. */
public final class AccountHistory {

  private final StreamFold fold;

  public AccountHistory(StreamFold fold) {
    this.fold = fold;
  }

  public Optional<AccountView> now(String accountId) {
    return at(accountId, Instant.MAX);
  }

  /** With everything that was recorded up to then, and then; none before it was opened. */
  public Optional<AccountView> at(String accountId, Instant time) {
    if (!accountId.matches(Ids.FORM)) {
      return Optional.empty();
    }
    return fold.foldWhile(
        StreamId.of(AccountEvent.CATEGORY, accountId),
        AccountEvent.class,
        AccountView::evolve,
        event -> !event.recordedAt().isAfter(time));
  }
}
