package dev.skald.workflows.accounttransfer;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.skald.domain.Money;
import dev.skald.domain.accounts.AccountId;
import dev.skald.workflows.engine.Backoff;
import dev.skald.workflows.engine.Limits;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaRun;
import dev.skald.workflows.engine.SagaType;
import dev.skald.workflows.engine.SagaType.IfLost;
import dev.skald.workflows.engine.Step;
import dev.skald.workflows.steps.AccountSteps;
import dev.skald.workflows.steps.AccountSteps.Balance;
import dev.skald.workflows.steps.AccountSteps.MoveMoney;
import dev.skald.workflows.steps.AccountSteps.RecordTransfer;
import dev.skald.workflows.steps.AccountSteps.TransferReceipt;
import java.util.Objects;

/**
 * The money leaves the source first and is credited last, so that what may have to be given back
 * was never there to be spent.
 */
public final class AccountTransferSaga implements Saga<AccountTransfer> {

  private static final Backoff BACKOFF = Backoff.exponential(ofMillis(100), ofSeconds(10));

  private static final Step<AccountSteps, MoveMoney, Balance> DEBIT_SOURCE =
      Step.reversible(
              "debit-source",
              AccountSteps.class,
              AccountSteps::debit,
              AccountSteps::creditBack,
              Limits.quick(ofSeconds(10)).usually(ofMillis(20)).tries(8, BACKOFF).thenCompensate())
          .refuses(
              "insufficient-funds",
              "account-unknown",
              "account-frozen",
              "account-closed",
              "wrong-currency",
              "transfer-exists");

  private static final Step<AccountSteps, MoveMoney, Balance> CREDIT_TARGET =
      Step.pivot(
              "credit-target",
              AccountSteps.class,
              AccountSteps::credit,
              Limits.quick(ofSeconds(10)).usually(ofMillis(20)).triesWithoutEnd(BACKOFF))
          .refuses(
              "balance-too-large",
              "account-unknown",
              "account-frozen",
              "account-closed",
              "wrong-currency");

  private static final Step<AccountSteps, RecordTransfer, TransferReceipt> RECORD_TRANSFER =
      Step.forward(
          "record-transfer",
          AccountSteps.class,
          AccountSteps::recordTransfer,
          Limits.quick(ofSeconds(10)).usually(ofMillis(20)).triesWithoutEnd(BACKOFF));

  private static final SagaType<AccountTransfer> TYPE =
      SagaType.named("account-transfer", AccountTransfer.class)
          .purpose("Moves money from one account to another: all of it, or none.")
          .startedBy(
              new AccountTransfer(
                  "rent-2026-11",
                  new AccountId("alice"),
                  new AccountId("bob"),
                  Money.of("25.00", "EUR"),
                  "November"),
              AccountTransfer::transferId)
          .deadline(ofMinutes(10))
          .ifLost(IfLost.RETRY)
          .steps(DEBIT_SOURCE, CREDIT_TARGET, RECORD_TRANSFER);

  @Override
  public SagaType<AccountTransfer> type() {
    return TYPE;
  }

  @Override
  public void run(SagaRun saga, AccountTransfer request) {
    String id = saga.businessKey();

    saga.step(DEBIT_SOURCE, new MoveMoney(request.sourceAccountId(), request.amount(), id));
    saga.step(CREDIT_TARGET, new MoveMoney(request.targetAccountId(), request.amount(), id));
    saga.step(RECORD_TRANSFER, receiptOf(id, request));
  }

  private static RecordTransfer receiptOf(String id, AccountTransfer request) {
    return new RecordTransfer(
        id,
        request.sourceAccountId(),
        request.targetAccountId(),
        request.amount(),
        Objects.requireNonNullElse(request.reference(), ""));
  }
}
