package dev.skald.standalone;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.skald.domain.Money;
import dev.skald.domain.accounts.AccountId;
import dev.skald.workflows.engine.Backoff;
import dev.skald.workflows.engine.Limits;
import dev.skald.workflows.engine.OutsideEvent;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaRun;
import dev.skald.workflows.engine.SagaType;
import dev.skald.workflows.engine.SagaType.IfLost;
import dev.skald.workflows.engine.Step;
import dev.skald.workflows.steps.AccountSteps;
import dev.skald.workflows.steps.AccountSteps.Balance;
import dev.skald.workflows.steps.AccountSteps.MoveMoney;
import java.time.Duration;

/** A transfer that somebody has to confirm: a saga that stops in the middle, to be looked at. */
final class ConfirmedTransferSaga implements Saga<ConfirmedTransferSaga.Request> {

  private static final Backoff BACKOFF = Backoff.exponential(ofMillis(100), ofSeconds(1));

  private static final Step<AccountSteps, MoveMoney, Balance> DEBIT_SOURCE =
      Step.reversible(
              "debit-source",
              AccountSteps.class,
              AccountSteps::debit,
              AccountSteps::creditBack,
              Limits.quick(ofSeconds(10)).usually(ofMillis(20)).tries(8, BACKOFF).thenCompensate())
          .refuses("insufficient-funds", "account-frozen");

  private static final Step<AccountSteps, MoveMoney, Balance> CREDIT_TARGET =
      Step.pivot(
          "credit-target",
          AccountSteps.class,
          AccountSteps::credit,
          Limits.quick(ofSeconds(10)).usually(ofMillis(20)).triesWithoutEnd(BACKOFF));

  private final OutsideEvent<Confirmed> confirmation;
  private final SagaType<Request> type;

  /**
   * One that is begun anew where its run is lost.
   *
   * @param patience how long it waits before it asks an operator
   */
  ConfirmedTransferSaga(String name, Duration patience) {
    this(name, patience, IfLost.RETRY);
  }

  ConfirmedTransferSaga(String name, Duration patience, IfLost ifLost) {
    confirmation =
        new OutsideEvent<>(
            "confirm",
            "transfer-confirmed",
            Confirmed.class,
            Limits.slow(patience).usually(ofMillis(10)).once().thenAskOperator());
    type =
        SagaType.named(name, Request.class)
            .purpose("Moves money once somebody has confirmed it.")
            .startedBy(
                new Request(new AccountId("alice"), new AccountId("bob"), Money.of("1.00", "EUR")),
                _ -> null)
            .deadline(ofMinutes(10))
            .ifLost(ifLost)
            .steps(DEBIT_SOURCE, confirmation, CREDIT_TARGET);
  }

  record Request(AccountId sourceAccountId, AccountId targetAccountId, Money amount) {}

  record Confirmed(String by, int code) {}

  @Override
  public SagaType<Request> type() {
    return type;
  }

  @Override
  public void run(SagaRun saga, Request request) {
    String id = saga.businessKey();
    saga.step(DEBIT_SOURCE, new MoveMoney(request.sourceAccountId(), request.amount(), id));
    saga.await(confirmation);
    saga.step(CREDIT_TARGET, new MoveMoney(request.targetAccountId(), request.amount(), id));
  }
}
