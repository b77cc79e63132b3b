package dev.skald.activities;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.skald.workflows.Sagas;
import dev.skald.workflows.accounttransfer.AccountTransfer;
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

/** Takes money in one step, which asks an operator when its tries run out. It has no pivot. */
final class PlainTransfer implements Saga<AccountTransfer> {

  private static final Step<AccountSteps, MoveMoney, Balance> DEBIT =
      Step.reversible(
          "debit",
          AccountSteps.class,
          AccountSteps::debit,
          AccountSteps::creditBack,
          Limits.quick(ofSeconds(10))
              .usually(ofMillis(20))
              .tries(2, Backoff.fixed(ofMillis(10)))
              .thenAskOperator());

  @Override
  public SagaType<AccountTransfer> type() {
    return SagaType.named("plain-transfer", AccountTransfer.class)
        .purpose("Takes money.")
        .startedBy(
            (AccountTransfer) Sagas.find("account-transfer").orElseThrow().type().example(),
            AccountTransfer::transferId)
        .deadline(ofMinutes(1))
        .ifLost(IfLost.RETRY)
        .steps(DEBIT);
  }

  @Override
  public void run(SagaRun saga, AccountTransfer request) {
    saga.step(
        DEBIT, new MoveMoney(request.sourceAccountId(), request.amount(), saga.businessKey()));
  }
}
