package dev.skald.workflows.steps;

import dev.skald.domain.Money;
import dev.skald.domain.accounts.AccountId;
import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.engine.UndoAnswer;
import io.temporal.activity.ActivityInterface;

/** What accounts do in sagas. */
@ActivityInterface(namePrefix = "accounts.")
public interface AccountSteps {

  /**
   * Refused by an account that is unknown, frozen, closed, short of money or of another currency,
   * and where another saga began a transfer with this id.
   */
  StepAnswer<Balance> debit(StepCall call, MoveMoney command);

  /** Undoes a debit. A frozen account takes its money back; a closed one refuses it. */
  UndoAnswer creditBack(StepCall call, MoveMoney command);

  /** Refused by an account that is unknown, frozen, closed, full or of another currency. */
  StepAnswer<Balance> credit(StepCall call, MoveMoney command);

  StepAnswer<TransferReceipt> recordTransfer(StepCall call, RecordTransfer command);

  /**
   * What is moved, and for what.
   *
   * @param transferId of all that moves together. A debit claims it: another saga that debits under
   *     it is refused, and {@code GET /transfers/{id}} shows it. A saga that is no transfer gives
   *     one that begins with its own name.
   */
  record MoveMoney(AccountId account, Money amount, String transferId) {}

  /** After the step. */
  record Balance(Money balance) {}

  record RecordTransfer(
      String transferId, AccountId source, AccountId target, Money amount, String reference) {}

  record TransferReceipt(String transferId) {}
}
