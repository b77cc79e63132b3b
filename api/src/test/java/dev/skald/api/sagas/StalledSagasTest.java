package dev.skald.api.sagas;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.SagaStarted;
import dev.skald.domain.sagas.SagaEvent.StepStarted;
import dev.skald.eventstore.Metadata;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamId;
import dev.skald.projections.engine.Fact;
import dev.skald.projections.sagas.SagaView;
import dev.skald.workflows.Sagas;
import dev.skald.workflows.accounttransfer.AccountTransfer;
import dev.skald.workflows.engine.Backoff;
import dev.skald.workflows.engine.Limits;
import dev.skald.workflows.engine.SagaType;
import dev.skald.workflows.engine.SagaType.IfLost;
import dev.skald.workflows.engine.Step;
import dev.skald.workflows.steps.AccountSteps;
import dev.skald.workflows.steps.AccountSteps.Balance;
import dev.skald.workflows.steps.AccountSteps.MoveMoney;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StalledSagasTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static final Step<AccountSteps, MoveMoney, Balance> BY_POST =
      Step.reversible(
          "debit-by-post",
          AccountSteps.class,
          AccountSteps::debit,
          AccountSteps::creditBack,
          Limits.slow(ofHours(9))
              .usually(ofHours(1))
              .tries(2, Backoff.fixed(ofMillis(10)))
              .thenCompensate());

  private static final SagaType<AccountTransfer> SLOW =
      SagaType.named("slow-transfer", AccountTransfer.class)
          .purpose("Takes money by post.")
          .startedBy(
              (AccountTransfer) Sagas.find("account-transfer").orElseThrow().type().example(),
              AccountTransfer::transferId)
          .deadline(ofHours(20))
          .ifLost(IfLost.RETRY)
          .steps(BY_POST);

  private @Nullable SagaView saga;
  private int version;

  @Test
  void one_of_which_nothing_is_heard_is_listed() {
    happens(new SagaStarted("slow-transfer", "k", "h", List.of("debit-by-post"), null, null, null));

    assertThat(reasons(Optional.empty(), ofMinutes(4))).isEmpty();
    assertThat(reasons(Optional.empty(), ofMinutes(6)))
        .singleElement()
        .satisfies(reason -> assertThat(reason.message()).contains("nothing has happened"));
  }

  @Test
  void one_that_takes_as_long_as_it_says_is_not_unless_somebody_asks_for_it() {
    happens(new SagaStarted("slow-transfer", "k", "h", List.of("debit-by-post"), null, null, null));
    happens(new StepStarted("debit-by-post", 1, 1, Map.of()));

    assertThat(reasons(Optional.empty(), ofHours(4))).isEmpty();
    assertThat(reasons(Optional.of(ofHours(3)), ofHours(4))).hasSize(1);
    assertThat(reasons(Optional.empty(), ofHours(6)))
        .singleElement()
        .satisfies(reason -> assertThat(reason.step()).isEqualTo("debit-by-post"));
  }

  private List<StalledSagas.Reason> reasons(Optional<Duration> silence, Duration after) {
    return StalledSagas.reasons(Objects.requireNonNull(saga), SLOW, silence, START.plus(after));
  }

  private void happens(SagaEvent event) {
    version++;
    RecordedEvent recorded =
        new RecordedEvent(
            version,
            StreamId.of(SagaEvent.CATEGORY, "slow-transfer-k"),
            version,
            new UUID(0, version),
            event.getClass().getSimpleName(),
            1,
            "{}",
            new Metadata(Map.of()),
            START);
    saga = SagaView.evolve(saga, new Fact<>(event, recorded));
  }
}
