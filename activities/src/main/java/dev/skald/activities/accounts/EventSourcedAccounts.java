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
import dev.skald.domain.accounts.Transfer;
import dev.skald.domain.accounts.TransferEvent;
import dev.skald.domain.accounts.TransferEvent.TransferRecorded;
import dev.skald.eventstore.Expected;
import dev.skald.eventstore.Loaded;
import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.engine.UndoAnswer;
import dev.skald.workflows.steps.AccountSteps;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The accounts' steps, each decided on the account's own stream. A debit claims the transfer's id
 * as well: whoever comes later with the same id moves no money.
 */
public final class EventSourcedAccounts implements AccountSteps {

  private final StepRecorder recorder;
  private final Streams<Account, AccountEvent> accounts;
  private final Streams<Transfer, TransferEvent> transfers;

  public EventSourcedAccounts(
      StepRecorder recorder,
      Streams<Account, AccountEvent> accounts,
      Streams<Transfer, TransferEvent> transfers) {
    this.recorder = recorder;
    this.accounts = accounts;
    this.transfers = transfers;
  }

  @Override
  public StepAnswer<Balance> debit(StepCall call, MoveMoney move) {
    return recorder.perform(call, move, Balance.class, () -> claimed(call, move, debited(move)));
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
    // Whatever stands there: the money has moved, also where an older build claimed nothing.
    return recorder.perform(
        call,
        command,
        TransferReceipt.class,
        () ->
            new Outcome.Done<>(
                new TransferReceipt(command.transferId()),
                List.of(
                    new Facts(
                        transfers.stream(command.transferId()), Expected.any(), List.of(fact)))));
  }

  private Outcome<Balance> debited(MoveMoney move) {
    Cause cause = new Cause(Kind.TRANSFER, move.transferId());
    return decide(move, account -> Account.debit(account, move.amount(), cause));
  }

  /** What is done, together with the claim of the transfer's id; refused where another has it. */
  private Outcome<Balance> claimed(StepCall call, MoveMoney move, Outcome<Balance> debited) {
    Loaded<Transfer> transfer = transfers.load(move.transferId());
    return switch (Transfer.begin(transfer.state(), move.account(), move.amount(), call.sagaId())) {
      case Decision.Refused<TransferEvent>(var refusal) -> new Outcome.Refused<>(refusal);
      case Decision.Accepted<TransferEvent>(var begun) ->
          with(debited, transfers.facts(transfer, begun));
    };
  }

  private static Outcome<Balance> with(Outcome<Balance> outcome, Facts more) {
    return switch (outcome) {
      case Outcome.Refused<Balance> refused -> refused;
      case Outcome.Done<Balance>(Balance balance, var facts) -> {
        List<Facts> all = new ArrayList<>(facts);
        all.add(more);
        yield new Outcome.Done<>(balance, all);
      }
    };
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
