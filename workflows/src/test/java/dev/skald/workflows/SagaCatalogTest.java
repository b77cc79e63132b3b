package dev.skald.workflows;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.skald.domain.OrderId;
import dev.skald.workflows.engine.Backoff;
import dev.skald.workflows.engine.Limits;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaRun;
import dev.skald.workflows.engine.SagaType;
import dev.skald.workflows.engine.SagaType.IfLost;
import dev.skald.workflows.engine.Step;
import dev.skald.workflows.steps.LoyaltySteps;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SagaCatalogTest {

  private record Asked(OrderId order) {}

  private record Called(String name) implements Saga<Asked> {

    @Override
    public SagaType<Asked> type() {
      return SagaType.named(name, Asked.class)
          .purpose("Is called something.")
          .startedBy(new Asked(new OrderId("o-1")), _ -> null)
          .deadline(ofMinutes(1))
          .ifLost(IfLost.RETRY)
          .steps(
              Step.reversible(
                  "award",
                  LoyaltySteps.class,
                  LoyaltySteps::award,
                  LoyaltySteps::revoke,
                  Limits.quick(ofSeconds(1))
                      .usually(ofSeconds(1))
                      .tries(1, Backoff.fixed(ofSeconds(1)))
                      .thenCompensate()));
    }

    @Override
    public void run(SagaRun saga, Asked request) {}
  }

  @ParameterizedTest
  @CsvSource({"event,event-tickets", "event-tickets,event", "event,event"})
  void sagas_whose_ids_could_be_the_same_are_refused(String one, String other) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> catalog(one, "order", other))
        .withMessageContaining("'event'")
        .withMessageContaining("'%s'".formatted(other))
        .withMessageContaining("name one of them otherwise");
  }

  @Test
  void names_that_only_begin_alike_are_no_trouble() {
    assertThat(catalog("event", "events", "event1-tickets", "tickets-event").names()).hasSize(4);
  }

  private static SagaCatalog catalog(String... names) {
    return new SagaCatalog(List.of(names).stream().<Saga<?>>map(Called::new).toList());
  }
}
