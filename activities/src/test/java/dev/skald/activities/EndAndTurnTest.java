package dev.skald.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.SagaCompleted;
import dev.skald.domain.sagas.SagaEvent.SagaStarted;
import dev.skald.domain.sagas.SagaEvent.StepCompleted;
import dev.skald.workflows.Sagas;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A saga without a pivot, whose end is recorded when it is called off. */
class EndAndTurnTest {

  private static final PlainTransfer PLAIN = new PlainTransfer();

  @Test
  void a_cancel_that_comes_after_the_end_was_recorded_undoes_nothing() throws Exception {
    Participants participants = Participants.inTemporal(Participants.newDatabase());
    try (TestTemporal temporal = new TestTemporal(participants, PLAIN)) {
      String sagaId = TestTemporal.sagaId(PLAIN, "ended");
      Setting setting =
          new Settings(participants).of(Sagas.find("account-transfer").orElseThrow(), "ended");
      Map<String, Object> before = setting.world();
      temporal.faults.plan(
          sagaId, List.of(Trouble.at(Faults.END, Fault.TASK_LOST_AND_CANCELLED, 1)));

      TestTemporal.awaitEnd(temporal.begin(PLAIN, "ended", setting.request()));

      assertThat(participants.get(SagaLog.class).events(sagaId).map(SagaEvent::getClass))
          .containsExactly(SagaStarted.class, StepCompleted.class, SagaCompleted.class);
      assertThat(setting.world().get("source")).isNotEqualTo(before.get("source"));
    }
  }
}
