package dev.skald.api.sagas;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.domain.Money;
import dev.skald.domain.accounts.AccountId;
import dev.skald.workflows.engine.Limits;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaRun;
import dev.skald.workflows.engine.SagaType;
import dev.skald.workflows.engine.Scene.Taken;
import dev.skald.workflows.engine.Step;
import dev.skald.workflows.steps.AccountSteps;
import dev.skald.workflows.steps.AccountSteps.Balance;
import dev.skald.workflows.steps.AccountSteps.MoveMoney;
import java.util.List;
import org.junit.jupiter.api.Test;

class SagaDefinitionTest {

  private static final MoveMoney LITTLE = move("1.00");
  private static final MoveMoney MUCH = move("1000.00");

  /** It takes a fee of those who move much. */
  private static final class Fee implements Saga<MoveMoney> {

    private static final Step<AccountSteps, MoveMoney, Balance> MOVE = step("move");
    private static final Step<AccountSteps, MoveMoney, Balance> TAKE_FEE = step("take-fee");

    private static Step<AccountSteps, MoveMoney, Balance> step(String name) {
      return Step.reversible(
          name,
          AccountSteps.class,
          AccountSteps::debit,
          AccountSteps::creditBack,
          Limits.quick(ofSeconds(1)).usually(ofMillis(10)).once().thenCompensate());
    }

    @Override
    public SagaType<MoveMoney> type() {
      return SagaType.named("fee", MoveMoney.class)
          .purpose("Moves money, for a fee if it is much.")
          .startedBy(LITTLE, _ -> null)
          .alsoBy("much", MUCH)
          .deadline(ofMinutes(1))
          .ifLost(SagaType.IfLost.RETRY)
          .steps(MOVE, TAKE_FEE);
    }

    @Override
    public void run(SagaRun saga, MoveMoney request) {
      saga.step(MOVE, request);
      if (request.equals(MUCH)) {
        saga.step(TAKE_FEE, LITTLE);
      }
    }
  }

  @Test
  void each_example_is_shown_with_its_story() {
    SagaDefinition fee = SagaDefinition.of(new Fee());

    assertThat(fee.example()).isEqualTo(LITTLE);
    assertThat(fee.story()).isEqualTo(List.of(new Taken("move")));
    assertThat(fee.otherExamples()).containsOnlyKeys("much");
    assertThat(fee.otherExamples().values())
        .first()
        .satisfies(
            much -> {
              assertThat(much.request()).isEqualTo(MUCH);
              assertThat(much.story()).isEqualTo(List.of(new Taken("move"), new Taken("take-fee")));
              assertThat(much.diagram()).contains("take-fee");
            });
  }

  private static MoveMoney move(String amount) {
    return new MoveMoney(new AccountId("alice"), Money.of(amount, "EUR"), "t-1");
  }
}
