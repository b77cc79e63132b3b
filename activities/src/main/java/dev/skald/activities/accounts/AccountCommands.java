package dev.skald.activities.accounts;

import dev.skald.activities.CommandResult;
import dev.skald.activities.Commands;
import dev.skald.activities.Streams;
import dev.skald.domain.Decision;
import dev.skald.domain.Money;
import dev.skald.domain.Origin;
import dev.skald.domain.accounts.Account;
import dev.skald.domain.accounts.AccountEvent;
import dev.skald.domain.accounts.AccountEvent.Cause;
import dev.skald.domain.accounts.AccountEvent.Cause.Kind;
import dev.skald.domain.accounts.AccountId;
import java.util.function.Function;

/** What callers do with accounts outside of sagas. The same key again is the same command. */
public final class AccountCommands {

  private final Commands commands;
  private final Streams<Account, AccountEvent> accounts;

  public AccountCommands(Commands commands, Streams<Account, AccountEvent> accounts) {
    this.commands = commands;
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
    return commands.run(
        new Commands.Request(
            operation, request.account().value(), request.key(), content, request.origin()),
        accounts,
        decision);
  }
}
