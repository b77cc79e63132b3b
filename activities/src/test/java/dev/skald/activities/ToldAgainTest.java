package dev.skald.activities;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.domain.Money;
import dev.skald.domain.accounts.AccountId;
import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.SagaCompleted;
import dev.skald.domain.sagas.SagaEvent.SagaRolledBack;
import dev.skald.workflows.Sagas;
import dev.skald.workflows.accounttransfer.AccountTransfer;
import dev.skald.workflows.engine.Backoff;
import dev.skald.workflows.engine.Limits;
import dev.skald.workflows.engine.Part;
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
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A saga that went several ways is told again from its first step on, as after a lost task or run:
 * it finds the way that it went, and does and undoes nothing once more.
 */
class ToldAgainTest {

  private static final Money LITTLE = Money.of("1.00", "EUR");
  private static final Money TOO_MUCH = Money.of("1000.00", "EUR");

  private static final Takes FIRST = takes("first");
  private static final Takes SECOND = takes("second");
  private static final Takes THIRD = takes("third");
  private static final Takes REFUSED = takes("refused");
  private static final Takes REFUSED_TOO = takes("refused-too");
  private static final Takes LAST = takes("last");

  @Test
  void a_way_within_a_way_that_was_given_up() throws Exception {
    endsAsBefore(
        new Told(
            "within",
            List.of(FIRST, SECOND, REFUSED, REFUSED_TOO, LAST),
            taking -> {
              taking
                  .saga()
                  .attempt(
                      "outer",
                      () -> {
                        taking.of(FIRST, LITTLE);
                        taking
                            .saga()
                            .attempt(
                                "inner",
                                () -> taking.of(REFUSED, TOO_MUCH),
                                _ -> taking.of(SECOND, LITTLE));
                        return taking.of(REFUSED_TOO, TOO_MUCH);
                      },
                      _ -> taking.of(SECOND, LITTLE));
              taking.of(LAST, LITTLE);
            }));
  }

  @Test
  void a_branch_that_went_on_beside_a_way_that_was_given_up() throws Exception {
    endsAsBefore(branchAndWay("beside"));
  }

  private static Told branchAndWay(String saga) {
    return new Told(
        saga,
        Stream.concat(
                Stream.of(FIRST, SECOND, THIRD, REFUSED, LAST),
                Stream.of("a", "b", "c", "d", "e", "f", "g").map(ToldAgainTest::takes))
            .toList(),
        taking -> {
          Branch<Balance> beside =
              taking
                  .saga()
                  .branch(
                      () -> {
                        taking.of(FIRST, LITTLE);
                        taking.of(SECOND, LITTLE);
                        return taking.of(THIRD, LITTLE);
                      });
          taking
              .saga()
              .attempt(
                  "way",
                  () -> {
                    Stream.of("a", "b", "c", "d", "e", "f", "g")
                        .forEach(name -> taking.of(takes(name), LITTLE));
                    return taking.of(REFUSED, TOO_MUCH);
                  },
                  _ -> taking.of(LAST, LITTLE));
          taking.saga().join(Join.WAIT_FOR_ALL, beside);
        });
  }

  /** What it takes after the way has other commands than what it takes before. */
  @Test
  void a_branch_that_was_slower_than_a_way_that_was_given_up() throws Exception {
    Trouble slow = Trouble.at("first", Fault.CALLED_OFF_DURING, 1);
    endsAsBefore(
        branchAndWay("slower"),
        List.of(slow),
        told -> {
          await()
              .atMost(ofSeconds(20))
              .until(() -> told.get().stream().anyMatch(SagaRolledBack.class::isInstance));
          slow.letGo();
        });
  }

  private static void endsAsBefore(Told story) throws Exception {
    endsAsBefore(story, List.of(), _ -> {});
  }

  /**
   * @param troubles of the first time
   * @param meanwhile what is done about them, told what is recorded
   */
  private static void endsAsBefore(
      Told story, List<Trouble> troubles, Consumer<Supplier<List<SagaEvent>>> meanwhile)
      throws Exception {
    Participants participants = Participants.inTemporal(Participants.newDatabase());
    try (TestTemporal temporal = new TestTemporal(participants, story)) {
      Setting setting =
          new Settings(participants).of(Sagas.find("account-transfer").orElseThrow(), "again");
      String sagaId = TestTemporal.sagaId(story, "again");
      temporal.faults.plan(sagaId, troubles);
      WorkflowStub first = temporal.begin(story, "again", setting.request());
      meanwhile.accept(() -> events(participants, story));
      TestTemporal.awaitEnd(first, ofSeconds(20));
      temporal.faults.plan(sagaId, List.of());
      List<SagaEvent> told = events(participants, story);
      Map<String, Object> world = setting.world();

      WorkflowStub again = temporal.begin(story, "again", setting.request());

      TestTemporal.awaitEnd(again, ofSeconds(20));
      assertThat(told).last().isInstanceOf(SagaCompleted.class);
      assertThat(events(participants, story)).isEqualTo(told);
      assertThat(setting.world()).isEqualTo(world);
    }
  }

  private static List<SagaEvent> events(Participants participants, Saga<?> story) {
    return participants.get(SagaLog.class).events(TestTemporal.sagaId(story, "again")).toList();
  }

  /** A step that takes money. */
  private record Takes(Step<AccountSteps, MoveMoney, Balance> step) {}

  private static Takes takes(String name) {
    return new Takes(
        Step.reversible(
            name,
            AccountSteps.class,
            AccountSteps::debit,
            AccountSteps::creditBack,
            Limits.quick(ofSeconds(10))
                .usually(ofMillis(20))
                .tries(20, Backoff.fixed(ofMillis(10)))
                .thenCompensate()));
  }

  private record Taking(SagaRun saga, AccountId account) {
    Balance of(Takes step, Money amount) {
      return saga.step(step.step(), new MoveMoney(account, amount, saga.businessKey()));
    }
  }

  private interface Taken {
    void from(Taking taking);
  }

  private record Told(String name, List<Takes> steps, Taken story)
      implements Saga<AccountTransfer> {

    @Override
    public SagaType<AccountTransfer> type() {
      return SagaType.named(name, AccountTransfer.class)
          .purpose("Takes money this way or that.")
          .startedBy(
              (AccountTransfer) Sagas.find("account-transfer").orElseThrow().type().example(),
              AccountTransfer::transferId)
          .deadline(ofMinutes(1))
          .ifLost(IfLost.RETRY)
          .steps(steps.stream().map(Takes::step).toArray(Part[]::new));
    }

    @Override
    public void run(SagaRun saga, AccountTransfer request) {
      story.from(new Taking(saga, request.sourceAccountId()));
    }
  }
}
