package dev.skald.activities;

import static dev.skald.activities.MoneyStory.LITTLE;
import static dev.skald.activities.MoneyStory.TOO_MUCH;
import static dev.skald.activities.MoneyStory.takes;
import static dev.skald.activities.MoneyStory.takesForEver;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.activities.MoneyStory.Takes;
import dev.skald.activities.accounts.AccountCommands;
import dev.skald.domain.Money;
import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.SagaCompensated;
import dev.skald.workflows.Sagas;
import dev.skald.workflows.accounttransfer.AccountTransfer;
import dev.skald.workflows.engine.Saga;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A pivot that has begun may have happened, and nobody turns back any more; then it is refused. */
class RefusedPivotTest {

  private static final Takes BEFORE = takes("before");
  private static final Takes FOR_EVER = takesForEver("for-ever");
  private static final Takes OTHERWISE = takes("otherwise");

  /** It is tried once more, and that it begins stands behind its refusal. */
  @Test
  void a_pivot_whose_refusal_is_lost_on_its_way_to_the_run_leads_back() throws Exception {
    Saga<?> transfer = Sagas.find("account-transfer").orElseThrow();
    try (TestTemporal temporal = new TestTemporal()) {
      Participants participants = temporal.participants;
      Setting setting = new Settings(participants).of(transfer, "no");
      AccountTransfer request = (AccountTransfer) setting.request();
      participants
          .get(AccountCommands.class)
          .freeze(
              new AccountCommands.Request(request.targetAccountId(), "f", Participants.ORIGIN),
              "suspicious");
      String sagaId = TestTemporal.sagaId(transfer, "no");
      temporal.faults.plan(
          sagaId, List.of(Trouble.at("credit-target", Fault.FAILS_AFTER_ITS_COMMIT, 1)));

      TestTemporal.awaitEnd(temporal.begin(transfer, "no", request), ofSeconds(20));

      assertThat(events(participants, sagaId)).last().isInstanceOf(SagaCompensated.class);
    }
  }

  /** A lost run had begun it; nobody knew yet that the other way was open. */
  @Test
  void a_saga_that_was_called_off_meanwhile_goes_no_other_way() throws Exception {
    MoneyStory story =
        new MoneyStory(
            "refused-pivot",
            List.of(BEFORE, FOR_EVER, OTHERWISE),
            taking -> {
              taking.of(BEFORE, LITTLE);
              taking
                  .saga()
                  .attempt(
                      "to-the-pivot",
                      () -> taking.of(FOR_EVER, TOO_MUCH),
                      _ -> taking.of(OTHERWISE, LITTLE));
            });
    String sagaId = TestTemporal.sagaId(story, "no");
    Participants participants = Participants.inTemporal(Participants.newDatabase());
    try (TestTemporal temporal = new TestTemporal(participants, story)) {
      Setting setting =
          new Settings(participants).of(Sagas.find("account-transfer").orElseThrow(), "no");
      Trouble pivot = Trouble.at("for-ever", Fault.CALLED_OFF_DURING, 1);
      temporal.faults.plan(sagaId, List.of(pivot));
      WorkflowStub lost = temporal.begin(story, "no", setting.request());
      pivot.awaitReached();
      lost.terminate("it was lost");
      Trouble before = Trouble.at("before", Fault.CALLED_OFF_DURING, 1);
      temporal.faults.plan(sagaId, List.of(before));
      WorkflowStub next = temporal.begin(story, "no", setting.request());
      before.awaitReached();

      next.update("compensate", Void.class, "the customer called", Participants.ORIGIN);
      before.letGo();

      TestTemporal.awaitEnd(next, ofSeconds(20));
      assertThat(events(participants, sagaId))
          .last()
          .isEqualTo(new SagaCompensated("before", "called-off", "the customer called"));
      assertThat(setting.world()).containsEntry("source", Money.of("100.00", "EUR"));
      pivot.letGo();
    }
  }

  private static Stream<SagaEvent> events(Participants participants, String sagaId) {
    return participants.get(SagaLog.class).events(sagaId);
  }
}
