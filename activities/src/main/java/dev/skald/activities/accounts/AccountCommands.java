package dev.skald.activities.accounts;

import dev.skald.activities.CommandResult;
import dev.skald.activities.Origins;
import dev.skald.domain.Decision;
import dev.skald.domain.Money;
import dev.skald.domain.Origin;
import dev.skald.domain.accounts.Account;
import dev.skald.domain.accounts.AccountEvent;
import dev.skald.domain.accounts.AccountEvent.Cause;
import dev.skald.domain.accounts.AccountEvent.Cause.Kind;
import dev.skald.domain.accounts.AccountId;
import dev.skald.eventstore.Append;
import dev.skald.eventstore.Appended;
import dev.skald.eventstore.CommandId;
import dev.skald.eventstore.CommandIdReused;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.Expected;
import dev.skald.eventstore.Fingerprint;
import dev.skald.eventstore.Metadata;
import dev.skald.eventstore.RecordedCommand;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamConflict;
import dev.skald.eventstore.StreamId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What callers do with accounts outside of sagas. The same key again is the same command. */
public final class AccountCommands {

  private static final int RACES = 20;

  private final EventStore store;
  private final AccountStreams accounts;

  public AccountCommands(EventStore store, AccountStreams accounts) {
    this.store = store;
    this.accounts = accounts;
  }

  /** On whose behalf, and under which key of theirs. */
  public record Request(AccountId account, String key, Origin origin) {}

  public CommandResult open(Request request, String owner, String type, Money openingBalance) {
    return handle(
        request,
        "open",
        owner + "|" + type + "|" + openingBalance,
        account -> Account.open(account, owner, type, openingBalance));
  }

  public CommandResult deposit(Request request, Money amount) {
    Cause cause = new Cause(Kind.DEPOSIT, request.key());
    return handle(
        request, "deposit", amount.toString(), account -> Account.credit(account, amount, cause));
  }

  public CommandResult withdraw(Request request, Money amount) {
    Cause cause = new Cause(Kind.WITHDRAWAL, request.key());
    return handle(
        request, "withdraw", amount.toString(), account -> Account.debit(account, amount, cause));
  }

  public CommandResult freeze(Request request, String reason) {
    return handle(request, "freeze", reason, account -> Account.freeze(account, reason));
  }

  public CommandResult unfreeze(Request request, String reason) {
    return handle(request, "unfreeze", reason, account -> Account.unfreeze(account, reason));
  }

  public CommandResult close(Request request, String reason) {
    return handle(request, "close", reason, account -> Account.close(account, reason));
  }

  private CommandResult handle(
      Request request,
      String operation,
      String content,
      Function<Account, Decision<AccountEvent>> decision) {
    CommandId id = new CommandId("%s/%s/%s".formatted(operation, request.account(), request.key()));
    Fingerprint fingerprint = Fingerprint.of(content);
    for (int race = 1; ; race++) {
      Optional<RecordedCommand> recorded = store.command(id);
      if (recorded.isPresent()) {
        return again(recorded.get(), fingerprint);
      }
      AccountStreams.Loaded loaded = accounts.load(request.account());
      switch (decision.apply(loaded.account())) {
        case Decision.Refused<AccountEvent>(var refusal) -> {
          return new CommandResult.Refused(refusal);
        }
        case Decision.Accepted<AccountEvent>(var events) when events.isEmpty() -> {
          return new CommandResult.Done(loaded.version(), loaded.position());
        }
        case Decision.Accepted<AccountEvent>(var events) -> {
          try {
            return done(request, store.append(append(id, fingerprint, request, loaded, events)));
          } catch (StreamConflict conflict) {
            if (race == RACES) {
              throw conflict;
            }
          }
        }
      }
    }
  }

  private static Append append(
      CommandId id,
      Fingerprint fingerprint,
      Request request,
      AccountStreams.Loaded loaded,
      List<AccountEvent> events) {
    Metadata metadata = Origins.metadata(request.origin()).with(Metadata.COMMAND_ID, id.value());
    return Append.of(id, fingerprint, metadata)
        .to(
            AccountStreams.streamOf(request.account()),
            Expected.version(loaded.version()),
            events.stream().map(Record.class::cast).toList());
  }

  private static CommandResult done(Request request, Appended appended) {
    StreamId stream = AccountStreams.streamOf(request.account());
    return new CommandResult.Done(
        appended.versions().getOrDefault(stream, 0L), appended.position());
  }

  private static CommandResult again(RecordedCommand recorded, Fingerprint fingerprint) {
    if (!recorded.fingerprint().equals(fingerprint)) {
      throw new CommandIdReused(recorded.commandId());
    }
    RecordedEvent last = recorded.events().getLast();
    return new CommandResult.Done(last.version(), last.position());
  }
}
