package dev.skald.activities.accounts;

import dev.skald.activities.Outcome;
import dev.skald.activities.Outcome.Facts;
import dev.skald.activities.StepRecorder;
import dev.skald.activities.Streams;
import dev.skald.domain.Decision;
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
  private final Streams<Account, AccountEvent> accounts;

  public EventSourcedAccounts(StepRecorder recorder, Streams<Account, AccountEvent> accounts) {
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
    return accounts.decide(move.account().value(), decision, EventSourcedAccounts::balance);
  }

  private static Balance balance(Account account) {
    return switch (account) {
      case Account.Existing existing -> new Balance(existing.balance());
      case Account.None _ -> throw new IllegalStateException("money moved on no account");
    };
  }
}
