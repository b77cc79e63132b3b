package dev.skald.activities;

import static dev.skald.activities.Fault.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.SagaCompensated;
import dev.skald.domain.sagas.SagaEvent.UndoFailed;
import dev.skald.stack.testing.TestServers;
import dev.skald.workflows.Sagas;
import dev.skald.workflows.engine.Decision;
import dev.skald.workflows.engine.DecisionKind;
import dev.skald.workflows.engine.Saga;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Somebody resets a run in Temporal's Web UI, which the in-process server cannot do. */
class ResetTest {

  private static final Saga<?> TRANSFER = Sagas.find("account-transfer").orElseThrow();
  private static final String STEP = "debit-source";

  @Test
  void a_run_that_was_reset_asks_again_and_takes_the_answer() throws Exception {
    Optional<String> server = TestServers.temporal();
    assumeTrue(server.isPresent(), "Temporal's server is not built here: `./skald up` makes it");
    Participants participants = Participants.inTemporal(Participants.newDatabase());
    try (TestTemporal temporal = TestTemporal.onServer(server.get(), participants)) {
      String key = "reset-" + UUID.randomUUID();
      String sagaId = TestTemporal.sagaId(TRANSFER, key);
      Setting setting = new Settings(participants).of(TRANSFER, key);
      Trouble trouble = Trouble.atUndo(STEP, REFUSED, 1);
      temporal.faults.plan(sagaId, List.of(Trouble.at("credit-target", REFUSED, 1), trouble));
      WorkflowStub run = temporal.begin(TRANSFER, key, setting.request());
      new SagaUnderTest(sagaId, run, participants).decideOnUndo(STEP, DecisionKind.RETRY);
      awaitAsked(participants, sagaId, 2);

      WorkflowStub reset = temporal.reset(sagaId, temporal.firstTask(sagaId).orElseThrow());

      int number = awaitAsked(participants, sagaId, 3);
      trouble.letGo();
      reset.update(
          "retry", Void.class, STEP, new Decision(number, "again", null, Participants.ORIGIN));
      TestTemporal.awaitEnd(reset);
      assertThat(events(participants, sagaId)).last().isInstanceOf(SagaCompensated.class);
    }
  }

  /** Answers the number that people see: that of the newest question. */
  private static int awaitAsked(Participants participants, String sagaId, int times) {
    List<UndoFailed> asked =
        await("being asked for the %d. time".formatted(times))
            .atMost(Duration.ofSeconds(20))
            .until(() -> asked(participants, sagaId), known -> known.size() == times);
    return Objects.requireNonNull(asked.getLast().number());
  }

  private static List<UndoFailed> asked(Participants participants, String sagaId) {
    return events(participants, sagaId).stream()
        .filter(UndoFailed.class::isInstance)
        .map(UndoFailed.class::cast)
        .toList();
  }

  private static List<SagaEvent> events(Participants participants, String sagaId) {
    return participants.get(SagaLog.class).events(sagaId).toList();
  }
}
