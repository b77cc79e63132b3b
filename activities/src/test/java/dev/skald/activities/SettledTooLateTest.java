package dev.skald.activities;

import static dev.skald.activities.MoneyStory.LITTLE;
import static dev.skald.activities.MoneyStory.TOO_MUCH;
import static dev.skald.activities.MoneyStory.takes;
import static dev.skald.activities.MoneyStory.takesOrAsks;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.activities.MoneyStory.Takes;
import dev.skald.domain.Money;
import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.SagaCompensated;
import dev.skald.domain.sagas.SagaEvent.UndoFailed;
import dev.skald.workflows.Sagas;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** People settle a step of which the log knows what they do not. */
class SettledTooLateTest {

  private static final Takes ASKS = takesOrAsks("asks");
  private static final Takes REFUSED = takes("refused");

  private final MoneyStory story =
      new MoneyStory(
          "too-late",
          List.of(ASKS, REFUSED),
          taking -> {
            taking.of(ASKS, LITTLE);
            taking.of(REFUSED, TOO_MUCH);
          });

  /** The run that asks them cannot reach the step, and so does not know of it. */
  @Test
  void what_a_lost_run_had_turned_back_is_undone_by_its_own_undo() throws Exception {
    String sagaId = TestTemporal.sagaId(story, "late");
    Participants participants = Participants.inTemporal(Participants.newDatabase());
    try (TestTemporal temporal = new TestTemporal(participants, story)) {
      Setting setting =
          new Settings(participants).of(Sagas.find("account-transfer").orElseThrow(), "late");
      Trouble undo = Trouble.atUndo("asks", Fault.CALLED_OFF_DURING, 1);
      temporal.faults.plan(sagaId, List.of(undo));
      WorkflowStub lost = temporal.begin(story, "late", setting.request());
      undo.awaitReached();
      lost.terminate("it was lost");
      temporal.faults.plan(sagaId, List.of(Trouble.at("asks", Fault.FAILS_FOR_NOW, 1000)));
      WorkflowStub run = temporal.begin(story, "late", setting.request());

      new SagaUnderTest(sagaId, run, participants).resolve("asks", MoneyStory.byHand());

      TestTemporal.awaitEnd(run, ofSeconds(20));
      undo.letGo();
      assertThat(events(participants, sagaId))
          .noneMatch(UndoFailed.class::isInstance)
          .last()
          .isInstanceOf(SagaCompensated.class);
      assertThat(setting.world()).containsEntry("source", Money.of("100.00", "EUR"));
    }
  }

  private static Stream<SagaEvent> events(Participants participants, String sagaId) {
    return participants.get(SagaLog.class).events(sagaId);
  }
}
