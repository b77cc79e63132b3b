package dev.skald.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.StepCompleted;
import dev.skald.domain.sagas.SagaEvent.StepStarted;
import dev.skald.domain.sagas.SagaEvent.StepTryFailed;
import dev.skald.workflows.Sagas;
import dev.skald.workflows.engine.Saga;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of a step's tries. */
class StepWatchTest {

  private static final Saga<?> TRANSFER = Sagas.find("account-transfer").orElseThrow();
  private static final String MISHAP = Trouble.Mishap.class.getName();

  @Test
  void each_failed_try_is_told_with_what_went_wrong_and_no_try_is_spent_on_telling()
      throws Exception {
    try (TestTemporal temporal = new TestTemporal()) {
      String sagaId = TestTemporal.sagaId(TRANSFER, "watched");
      Setting setting = new Settings(temporal.participants).of(TRANSFER, "watched");
      temporal.faults.plan(sagaId, List.of(Trouble.at("debit-source", Fault.FAILS_FOR_NOW, 2)));

      TestTemporal.awaitEnd(temporal.begin(TRANSFER, "watched", setting.request()));

      List<SagaEvent> told =
          temporal.participants.get(SagaLog.class).events(sagaId).toList().subList(1, 5);
      assertThat(told)
          .satisfiesExactly(
              one ->
                  assertThat(one)
                      .isEqualTo(new StepTryFailed("debit-source", 1, 1, MISHAP, "not now")),
              two ->
                  assertThat(two)
                      .isInstanceOfSatisfying(
                          StepStarted.class, begun -> assertThat(begun.attempt()).isEqualTo(2)),
              three ->
                  assertThat(three)
                      .isEqualTo(new StepTryFailed("debit-source", 1, 2, MISHAP, "not now")),
              four ->
                  assertThat(four)
                      .isInstanceOfSatisfying(
                          StepCompleted.class, done -> assertThat(done.attempt()).isEqualTo(3)));
    }
  }
}
