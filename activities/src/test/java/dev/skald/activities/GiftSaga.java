package dev.skald.activities;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.skald.domain.CustomerId;
import dev.skald.domain.Money;
import dev.skald.domain.accounts.AccountId;
import dev.skald.workflows.Sagas;
import dev.skald.workflows.engine.Backoff;
import dev.skald.workflows.engine.Limits;
import dev.skald.workflows.engine.Nested;
import dev.skald.workflows.engine.OutsideEvent;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaRun;
import dev.skald.workflows.engine.SagaRun.Branch;
import dev.skald.workflows.engine.SagaRun.Join;
import dev.skald.workflows.engine.SagaType;
import dev.skald.workflows.engine.SagaType.IfLost;
import dev.skald.workflows.engine.Step;
import dev.skald.workflows.steps.AccountSteps;
import dev.skald.workflows.steps.AccountSteps.Balance;
import dev.skald.workflows.steps.AccountSteps.MoveMoney;
import dev.skald.workflows.steps.LoyaltySteps;
import dev.skald.workflows.steps.LoyaltySteps.AwardPoints;
import dev.skald.workflows.steps.LoyaltySteps.PointsReceipt;
import java.util.List;
import java.util.stream.Stream;

/**
 * What none of our sagas does yet: it waits for events, also beside a slow step, asks an operator
 * where it could turn back, tells another saga within, goes another way or gives up, by what
 * failed, and has a step that only some requests want.
 */
final class GiftSaga implements Saga<GiftSaga.Gift> {

  static final Money FEE = Money.of("1.00", "EUR");
  static final String NOT_MEMBER = "not-a-member";

  /** Ours, and this one. */
  static final List<Saga<?>> AND_ALL =
      Stream.concat(Sagas.ALL.stream(), Stream.<Saga<?>>of(new GiftSaga())).toList();

  private static final Limits.Tried SOME_TRIES =
      Limits.quick(ofSeconds(10)).usually(ofMillis(20)).tries(3, Backoff.fixed(ofMillis(10)));

  private static final Limits.Tried LONG_WAIT =
      Limits.slow(ofHours(1)).usually(ofMinutes(10)).once();

  private static final OutsideEvent<Said> APPROVED =
      new OutsideEvent<>(
          "await-approval", "gift-approved", Said.class, LONG_WAIT.thenAskOperator());

  private static final Step<AccountSteps, MoveMoney, Balance> DEBIT_GIVER =
      debit(
          "debit-giver",
          Limits.slow(ofSeconds(10))
              .usually(ofMillis(20))
              .tries(3, Backoff.fixed(ofMillis(10)))
              .thenAskOperator());

  private static final Nested<Bonus> BONUS =
      new Nested<>(
          "bonus",
          new BonusSaga(
              Step.reversible(
                      "award-points",
                      LoyaltySteps.class,
                      LoyaltySteps::award,
                      LoyaltySteps::revoke,
                      SOME_TRIES.thenCompensate())
                  .refuses("no-points", NOT_MEMBER)));

  private static final OutsideEvent<Said> THANKED =
      new OutsideEvent<>("await-thanks", "thanks-said", Said.class, LONG_WAIT.thenCompensate());

  private static final Step<AccountSteps, MoveMoney, Balance> TAKE_FEE =
      debit("take-fee", SOME_TRIES.thenCompensate());

  private static final Step<AccountSteps, MoveMoney, Balance> TAKE_ENTRY_FEE =
      debit("take-entry-fee", SOME_TRIES.thenCompensate());

  private static final Step<AccountSteps, MoveMoney, Balance> WRAP =
      debit("wrap", SOME_TRIES.thenCompensate());

  private static final Step<AccountSteps, MoveMoney, Balance> CREDIT_RECEIVER =
      Step.pivot(
          "credit-receiver",
          AccountSteps.class,
          AccountSteps::credit,
          Limits.quick(ofSeconds(10))
              .usually(ofMillis(20))
              .triesWithoutEnd(Backoff.fixed(ofMillis(10))));

  /** Who said it. */
  record Said(String by) {}

  record Gift(String giftId, AccountId giver, AccountId receiver, Money amount, boolean wrapped) {}

  record Bonus(CustomerId customer, Money amount, String reference) {}

  private static Step<AccountSteps, MoveMoney, Balance> debit(String name, Limits limits) {
    return Step.reversible(
        name, AccountSteps.class, AccountSteps::debit, AccountSteps::creditBack, limits);
  }

  @Override
  public SagaType<Gift> type() {
    return begun("gift", Gift.class, gift(false))
        .alsoBy("wrapped", gift(true))
        .deadline(ofHours(2))
        .ifLost(IfLost.RETRY)
        .steps(
            APPROVED, DEBIT_GIVER, BONUS, THANKED, TAKE_FEE, TAKE_ENTRY_FEE, WRAP, CREDIT_RECEIVER);
  }

  private static Gift gift(boolean wrapped) {
    return new Gift(
        "g-1", new AccountId("alice"), new AccountId("bob"), Money.of("25.00", "EUR"), wrapped);
  }

  private static <R extends Record> SagaType.Shown<R> begun(
      String name, Class<R> request, R example) {
    return SagaType.named(name, request)
        .purpose("Gives money away, with points for whoever is thanked.")
        .startedBy(example, _ -> null);
  }

  @Override
  public void run(SagaRun saga, Gift gift) {
    String id = saga.businessKey();
    Branch<Said> approved = saga.branch(() -> saga.await(APPROVED));
    Branch<Balance> debited =
        saga.branch(() -> saga.step(DEBIT_GIVER, new MoveMoney(gift.giver(), gift.amount(), id)));
    saga.join(Join.FAIL_FAST, approved, debited);
    saga.<Record>attempt(
        "thanks",
        () -> {
          saga.tell(BONUS, new Bonus(new CustomerId("giver-" + id), gift.amount(), id));
          return saga.await(THANKED);
        },
        why -> {
          if (why.code().equals(NOT_MEMBER)) {
            return saga.step(TAKE_ENTRY_FEE, new MoveMoney(gift.giver(), FEE, id));
          }
          if (!why.step().equals(THANKED.name())) {
            throw saga.refuse("no-bonus", why.message());
          }
          return saga.step(TAKE_FEE, new MoveMoney(gift.receiver(), FEE, id));
        });
    if (gift.wrapped()) {
      saga.step(WRAP, new MoveMoney(gift.giver(), FEE, id));
    }
    saga.step(CREDIT_RECEIVER, new MoveMoney(gift.receiver(), gift.amount(), id));
  }

  /** The points that come with it. */
  private record BonusSaga(Step<LoyaltySteps, AwardPoints, PointsReceipt> award)
      implements Saga<Bonus> {

    @Override
    public SagaType<Bonus> type() {
      return begun("bonus", Bonus.class, new Bonus(new CustomerId("alice"), FEE, "g-1"))
          .deadline(ofHours(2))
          .ifLost(IfLost.RETRY)
          .steps(award);
    }

    @Override
    public void run(SagaRun saga, Bonus bonus) {
      saga.step(award, new AwardPoints(bonus.customer(), bonus.amount(), bonus.reference()));
    }
  }
}
