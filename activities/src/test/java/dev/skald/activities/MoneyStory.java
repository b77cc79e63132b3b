package dev.skald.activities;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.skald.domain.Money;
import dev.skald.domain.accounts.AccountId;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.workflows.Sagas;
import dev.skald.workflows.accounttransfer.AccountTransfer;
import dev.skald.workflows.engine.Backoff;
import dev.skald.workflows.engine.DeclaredStep;
import dev.skald.workflows.engine.Limits;
import dev.skald.workflows.engine.OutsideEvent;
import dev.skald.workflows.engine.Part;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaRun;
import dev.skald.workflows.engine.SagaType;
import dev.skald.workflows.engine.SagaType.IfLost;
import dev.skald.workflows.engine.Step;
import dev.skald.workflows.steps.AccountSteps;
import dev.skald.workflows.steps.AccountSteps.Balance;
import dev.skald.workflows.steps.AccountSteps.MoveMoney;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;

/** A story told by a lambda: its steps take money from one account, or wait for an event. */
record MoneyStory(String name, List<? extends Passage> passages, Told story, Duration deadline)
    implements Saga<AccountTransfer> {

  MoneyStory(String name, List<? extends Passage> passages, Told story) {
    this(name, passages, story, ofMinutes(1));
  }

  static final Money LITTLE = Money.of("1.00", "EUR");
  static final Money TOO_MUCH = Money.of("1000.00", "EUR");

  /** What such a story is made of. */
  sealed interface Passage {
    DeclaredStep step();
  }

  /** A step that takes money. */
  record Takes(Step<AccountSteps, MoveMoney, Balance> step) implements Passage {}

  /** A step that waits for an event, which brings what people would answer. */
  record Hears(OutsideEvent<Balance> step) implements Passage {}

  static Takes takes(String name) {
    return takes(name, Limits.quick(ofSeconds(10)));
  }

  static Takes takesSlowly(String name) {
    return takes(name, Limits.slow(ofSeconds(10)));
  }

  /** What is to become of it when it has failed, people say. */
  static Takes takesOrAsks(String name) {
    return reversible(
        name,
        Limits.quick(ofSeconds(10))
            .usually(ofMillis(20))
            .tries(3, Backoff.fixed(ofMillis(10)))
            .thenAskOperator());
  }

  /** What people answer instead of a step. */
  static Map<String, Object> byHand() {
    return EventTypeRegistry.jsonMapper()
        .convertValue(new Balance(LITTLE), new TypeReference<>() {});
  }

  /** Nobody gives it back. */
  static Takes takesForGood(String name) {
    return new Takes(
        Step.reading(
            name, AccountSteps.class, AccountSteps::debit, limits(Limits.quick(ofSeconds(10)))));
  }

  /** Nobody gives it back, and the saga goes on without it. */
  static Takes takesPerhaps(String name) {
    return new Takes(
        Step.optional(
            name,
            AccountSteps.class,
            AccountSteps::debit,
            tried(Limits.quick(ofSeconds(10))).thenGoOn()));
  }

  /** The saga goes on without it, but it is given back with all the others. */
  static Takes takesPerhapsAndGivesBack(String name) {
    return new Takes(
        Step.optional(
            name,
            AccountSteps.class,
            AccountSteps::debit,
            AccountSteps::creditBack,
            tried(Limits.quick(ofSeconds(10))).thenGoOn()));
  }

  /** There is no way back from it. */
  static Takes takesForEver(String name) {
    return new Takes(Step.pivot(name, AccountSteps.class, AccountSteps::debit, withoutEnd()));
  }

  /** There is no way back any more. */
  static Takes takesForward(String name) {
    return new Takes(Step.forward(name, AccountSteps.class, AccountSteps::debit, withoutEnd()));
  }

  /** As well; and from the moment on that it has begun, nobody knows whether it happened. */
  static Takes takesForEverSlowly(String name) {
    return new Takes(
        Step.pivot(
            name, AccountSteps.class, AccountSteps::debit, withoutEnd(Limits.slow(ofSeconds(10)))));
  }

  /** Waits for as long as the saga does. */
  static Hears hears(String name) {
    return hears(name, Limits.slow(ofMinutes(2)).usually(ofMillis(20)).once().thenCompensate());
  }

  /** Soon people are asked. */
  static Hears hearsOrAsks(String name) {
    return hears(name, Limits.slow(ofMillis(400)).usually(ofMillis(20)).once().thenAskOperator());
  }

  private static Hears hears(String name, Limits limits) {
    return new Hears(new OutsideEvent<>(name, name, Balance.class, limits));
  }

  private static Limits withoutEnd() {
    return withoutEnd(Limits.quick(ofSeconds(10)));
  }

  private static Limits withoutEnd(Limits.Timed timed) {
    return timed.usually(ofMillis(20)).triesWithoutEnd(Backoff.fixed(ofMillis(10)));
  }

  private static Takes takes(String name, Limits.Timed timed) {
    return reversible(name, limits(timed));
  }

  private static Takes reversible(String name, Limits limits) {
    return new Takes(
        Step.reversible(
            name, AccountSteps.class, AccountSteps::debit, AccountSteps::creditBack, limits));
  }

  private static Limits limits(Limits.Timed timed) {
    return tried(timed).thenCompensate();
  }

  private static Limits.Tried tried(Limits.Timed timed) {
    return timed.usually(ofMillis(20)).tries(20, Backoff.fixed(ofMillis(10)));
  }

  record Taking(SagaRun saga, AccountId account) {
    Balance of(Takes step, Money amount) {
      return saga.step(step.step(), moved(amount));
    }

    boolean perhapsOf(Takes step, Money amount) {
      return saga.optional(step.step(), moved(amount)).isPresent();
    }

    Balance heard(Hears event) {
      return saga.await(event.step());
    }

    private MoveMoney moved(Money amount) {
      return new MoveMoney(account, amount, saga.businessKey());
    }
  }

  interface Told {
    void by(Taking taking);
  }

  @Override
  public SagaType<AccountTransfer> type() {
    return SagaType.named(name, AccountTransfer.class)
        .purpose("Takes money this way or that.")
        .startedBy(
            (AccountTransfer) Sagas.find("account-transfer").orElseThrow().type().example(),
            AccountTransfer::transferId)
        .deadline(deadline)
        .ifLost(IfLost.RETRY)
        .steps(passages.stream().map(Passage::step).toArray(Part[]::new));
  }

  @Override
  public void run(SagaRun saga, AccountTransfer request) {
    story.by(new Taking(saga, request.sourceAccountId()));
  }
}
