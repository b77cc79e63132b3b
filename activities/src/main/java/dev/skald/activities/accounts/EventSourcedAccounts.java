package dev.skald.activities.accounts;

import dev.skald.activities.Outcome;
import dev.skald.activities.Outcome.Facts;
import dev.skald.activities.StepRecorder;
import dev.skald.domain.Decision;
import dev.skald.domain.Money;
import dev.skald.domain.accounts.Account;
import dev.skald.domain.accounts.AccountEvent;
import dev.skald.domain.accounts.AccountEvent.Cause;
import dev.skald.domain.accounts.AccountEvent.Cause.Kind;
import dev.skald.domain.accounts.TransferEvent;
import dev.skald.domain.accounts.TransferEvent.TransferRecorded;
import dev.skald.eventstore.Expected;
import dev.skald.eventstore.StreamId;
import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.engine.UndoAnswer;
import dev.skald.workflows.steps.AccountSteps;
import java.util.List;
import java.util.function.Function;

/** The accounts' steps, each decided on the account's own stream. */
public final class EventSourcedAccounts implements AccountSteps {

  private final StepRecorder recorder;
  private final AccountStreams accounts;

  public EventSourcedAccounts(StepRecorder recorder, AccountStreams accounts) {
    this.recorder = recorder;
    this.accounts = accounts;
  }

  @Override
  public StepAnswer<Balance> debit(StepCall call, MoveMoney move) {
    Cause cause = new Cause(Kind.TRANSFER, move.transferId());
    return recorder.perform(
        call,
        move,
        Balance.class,
        () -> decide(move, account -> Account.debit(account, move.amount(), cause)));
  }

  @Override
  public UndoAnswer creditBack(StepCall call, MoveMoney move) {
    Cause cause = new Cause(Kind.TRANSFER_UNDONE, move.transferId());
    return recorder.undo(
        call, move, () -> decide(move, account -> Account.giveBack(account, move.amount(), cause)));
  }

  @Override
  public StepAnswer<Balance> credit(StepCall call, MoveMoney move) {
    Cause cause = new Cause(Kind.TRANSFER, move.transferId());
    return recorder.perform(
        call,
        move,
        Balance.class,
        () -> decide(move, account -> Account.credit(account, move.amount(), cause)));
  }

  @Override
  public StepAnswer<TransferReceipt> recordTransfer(StepCall call, RecordTransfer command) {
    TransferRecorded fact =
        new TransferRecorded(
            command.source(), command.target(), command.amount(), command.reference());
    StreamId stream = StreamId.of(TransferEvent.CATEGORY, command.transferId());
    return recorder.perform(
        call,
        command,
        TransferReceipt.class,
        () ->
            new Outcome.Done<>(
                new TransferReceipt(command.transferId()),
                List.of(new Facts(stream, Expected.any(), List.of(fact)))));
  }

  private Outcome<Balance> decide(
      MoveMoney move, Function<Account, Decision<AccountEvent>> decision) {
    AccountStreams.Loaded loaded = accounts.load(move.account());
    return switch (decision.apply(loaded.account())) {
      case Decision.Refused<AccountEvent>(var refusal) -> new Outcome.Refused<>(refusal);
      case Decision.Accepted<AccountEvent>(var events) ->
          new Outcome.Done<>(
              new Balance(balanceAfter(loaded.account(), events)),
              List.of(
                  new Facts(
                      AccountStreams.streamOf(move.account()),
                      Expected.version(loaded.version()),
                      events.stream().map(Record.class::cast).toList())));
    };
  }

  private static Money balanceAfter(Account account, List<AccountEvent> events) {
    Account after = account;
    for (AccountEvent event : events) {
      after = Account.evolve(after, event);
    }
    return switch (after) {
      case Account.Existing existing -> existing.balance();
      case Account.None _ -> throw new IllegalStateException("money moved on no account");
    };
  }
}
