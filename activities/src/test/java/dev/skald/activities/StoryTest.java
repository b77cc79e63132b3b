package dev.skald.activities;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Which steps of a saga have a failure table. */
class StoryTest {

  private static final Step<AccountSteps, MoveMoney, Balance> BEFORE = debit("debit-before");
  private static final Step<AccountSteps, MoveMoney, Balance> TODAY = debit("debit-today");

  private static Step<AccountSteps, MoveMoney, Balance> debit(String name) {
    return Step.reversible(
        name,
        AccountSteps.class,
        AccountSteps::debit,
        AccountSteps::creditBack,
        Limits.quick(ofSeconds(10))
            .usually(ofMillis(20))
            .tries(2, Backoff.fixed(ofMillis(10)))
            .thenCompensate());
  }

  private record Told(
      BiConsumer<SagaRun, MoveMoney> story, Step<AccountSteps, MoveMoney, Balance> today)
      implements Saga<AccountTransfer> {

    Told(BiConsumer<SagaRun, MoveMoney> story) {
      this(story, TODAY);
    }

    @Override
    public SagaType<AccountTransfer> type() {
      return SagaType.named("changed-transfer", AccountTransfer.class)
          .purpose("Takes money by another step than it did before.")
          .startedBy(
              (AccountTransfer) Sagas.find("account-transfer").orElseThrow().type().example(),
              AccountTransfer::transferId)
          .deadline(ofMinutes(1))
          .ifLost(IfLost.RETRY)
          .steps(BEFORE, today);
    }

    @Override
    public void run(SagaRun saga, AccountTransfer request) {
      story.accept(
          saga, new MoveMoney(request.sourceAccountId(), request.amount(), saga.businessKey()));
    }
  }

  @Test
  void what_only_older_runs_do_needs_none() {
    Saga<?> changed =
        new Told((saga, money) -> saga.step(saga.knows("another-debit") ? TODAY : BEFORE, money));

    assertThat(Story.of(changed).steps()).containsExactly("debit-today");
  }

  @Test
  void what_no_run_does_is_told() {
    Saga<?> forgetful = new Told((saga, money) -> saga.step(TODAY, money));

    assertThatThrownBy(() -> Story.of(forgetful))
        .hasMessageContaining("debit-before")
        .hasMessageContaining("alsoBy(name, request)");
  }

  @Test
  void what_no_code_leads_to_is_told_with_the_codes_that_were_tried() {
    assertThatThrownBy(() -> Story.of(takesBeforeIf("insufficient-funds", TODAY)))
        .hasMessageContaining("saga 'changed-transfer' never takes [debit-before]")
        .hasMessageContaining("{way=[debit-today: refused-in-a-test]}")
        .hasMessageContaining("refuses(code)");
  }

  @Test
  void a_code_that_a_step_names_leads_to_the_steps_of_its_way() {
    Step<AccountSteps, MoveMoney, Balance> today =
        TODAY.refuses("account-frozen", "insufficient-funds");
    Story story = Story.of(takesBeforeIf("insufficient-funds", today));

    assertThat(story.steps()).containsExactly("debit-today", "debit-before");
    assertThat(story.wayTo("debit-before").values())
        .extracting(stop -> stop.why().code())
        .containsExactly("insufficient-funds");
    assertThat(story.goneTo("debit-today", Stop.refused("debit-today", today)).done()).isFalse();
  }

  private static Saga<?> takesBeforeIf(String code, Step<AccountSteps, MoveMoney, Balance> today) {
    return new Told(
        (saga, money) ->
            saga.attempt(
                "way",
                () -> saga.step(today, money),
                why -> {
                  if (!why.code().equals(code)) {
                    throw saga.refuse(why.code(), why.message());
                  }
                  return saga.step(BEFORE, money);
                }),
        today);
  }

  @Test
  void steps_of_another_way_are_come_to_by_what_leads_there() {
    Story gift = Story.of(new GiftSaga());

    assertThat(gift.steps())
        .containsExactly(
            "debit-giver", "bonus.award-points", "credit-receiver", "take-entry-fee", "take-fee");
    assertThat(gift.wayTo("take-fee").keySet()).containsExactly("await-thanks");
    assertThat(gift.goneTo("take-fee").undone()).containsExactly("bonus.award-points");
    assertThat(gift.goneTo("take-fee").done()).isTrue();
    assertThat(gift.lastWayBack("take-fee")).isEqualTo("credit-receiver");
  }

  @Test
  void a_step_that_only_some_requests_want_is_come_to_by_the_example_that_wants_it() {
    List<Story> stories = Story.each(new GiftSaga());

    assertThat(stories).hasSize(2);
    assertThat(stories.getFirst().steps()).doesNotContain("wrap");
    Story wrapped = stories.getLast();
    assertThat(wrapped.steps()).containsExactly("wrap");
    assertThat(wrapped.isUsual("wrap")).isTrue();
    assertThat(wrapped.goneTo("wrap", Stop.failed("wrap", "broken")).undone())
        .containsExactly("wrap", "bonus.award-points", "debit-giver");
  }

  @Test
  void what_is_undone_depends_on_where_it_stops() {
    Story gift = Story.of(new GiftSaga());

    Foretold.Ending noBonus =
        gift.goneTo("bonus.award-points", Stop.failed("bonus.award-points", "broken"));
    Foretold.Ending calledOff = gift.goneTo("take-fee", Stop.calledOff("take-fee"));

    assertThat(noBonus.done()).isFalse();
    assertThat(noBonus.undone()).containsExactly("bonus.award-points", "debit-giver");
    assertThat(noBonus.atEnd()).isEqualTo(1);
    assertThat(calledOff.undone()).containsExactly("bonus.award-points", "take-fee", "debit-giver");
  }
}
