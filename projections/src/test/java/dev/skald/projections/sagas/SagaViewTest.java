package dev.skald.projections.sagas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.SagaCompensated;
import dev.skald.domain.sagas.SagaEvent.SagaCompensationFailed;
import dev.skald.domain.sagas.SagaEvent.SagaCompleted;
import dev.skald.domain.sagas.SagaEvent.SagaStarted;
import dev.skald.domain.sagas.SagaEvent.StepCompleted;
import dev.skald.domain.sagas.SagaEvent.StepFailed;
import dev.skald.domain.sagas.SagaEvent.StepRefused;
import dev.skald.domain.sagas.SagaEvent.UndoCompleted;
import dev.skald.domain.sagas.SagaEvent.UndoFailed;
import dev.skald.domain.sagas.SagaEvent.UndoSettled;
import dev.skald.eventstore.Metadata;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamId;
import dev.skald.projections.engine.Fact;
import dev.skald.projections.sagas.SagaView.Status;
import dev.skald.projections.sagas.StepView.UndoStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SagaViewTest {

  private static final SagaStarted STARTED =
      new SagaStarted(
          "account-transfer", "t1", "hash", List.of("debit", "credit", "record"), null, null, null);

  @Test
  void a_saga_that_runs_shows_the_step_it_is_at() {
    SagaView saga = fold(STARTED, done("debit"));

    assertThat(saga.status()).isEqualTo(Status.RUNNING);
    assertThat(saga.currentStep()).isEqualTo("credit");
    assertThat(saga.businessKey()).isEqualTo("t1");
    assertThat(saga.failure()).isNull();
  }

  @Test
  void a_saga_that_finished_shows_when() {
    SagaView saga =
        fold(STARTED, done("debit"), done("credit"), done("record"), new SagaCompleted());

    assertThat(saga.status()).isEqualTo(Status.COMPLETED);
    assertThat(saga.endedAt()).isEqualTo(at(5));
    assertThat(saga.currentStep()).isNull();
  }

  @Test
  void a_refusal_turns_it_and_its_undos_show() {
    SagaEvent refused = new StepRefused("credit", 2, "account-frozen", "is frozen", 1, null);

    SagaView turned = fold(STARTED, done("debit"), refused);
    SagaView ended =
        fold(
            STARTED,
            done("debit"),
            refused,
            new UndoCompleted("debit", 1, true, 1),
            new SagaCompensated("credit", "account-frozen", "is frozen"));

    assertThat(turned.status()).isEqualTo(Status.COMPENSATING);
    assertThat(turned.failure())
        .isEqualTo(new SagaView.Failure("credit", "account-frozen", "is frozen"));
    assertThat(ended.status()).isEqualTo(Status.COMPENSATED);
    assertThat(step(ended, "debit").undo().status()).isEqualTo(UndoStatus.COMPLETED);
    assertThat(step(ended, "credit").attempts()).isEqualTo(2);
  }

  @Test
  void what_happened_outweighs_what_was_believed_to_have_failed_in_either_order() {
    SagaEvent failed = new StepFailed("credit", "time-out", "took too long", 1);

    assertThat(step(fold(STARTED, done("credit"), failed), "credit"))
        .extracting(StepView::status, StepView::error)
        .containsExactly(StepView.Status.COMPLETED, null);
    assertThat(step(fold(STARTED, failed, done("credit")), "credit").status())
        .isEqualTo(StepView.Status.COMPLETED);
    assertThat(fold(STARTED, failed, done("credit")).status()).isEqualTo(Status.RUNNING);
  }

  @Test
  void an_undo_that_failed_waits_for_an_operator_until_it_is_settled() {
    SagaEvent stuck = new UndoFailed("debit", "account-closed", "is closed", 1, 1);
    SagaEvent refused = new StepRefused("credit", 1, "account-frozen", "is frozen", 1, null);

    SagaView waiting = fold(STARTED, done("debit"), refused, stuck);
    SagaView givenUp =
        fold(
            STARTED,
            done("debit"),
            refused,
            stuck,
            new UndoSettled("debit", "SKIP", "paid by hand", 1),
            new SagaCompensationFailed("credit", "account-frozen", "is frozen"));

    assertThat(waiting.status()).isEqualTo(Status.AWAITING_OPERATOR);
    assertThat(givenUp.status()).isEqualTo(Status.COMPENSATION_FAILED);
    assertThat(step(givenUp, "debit").undo().status()).isEqualTo(UndoStatus.SKIPPED);
    assertThat(
            fold(STARTED, done("debit"), refused, stuck, new UndoSettled("debit", "RETRY", "", 1))
                .status())
        .isEqualTo(Status.COMPENSATING);
  }

  private static StepCompleted done(String step) {
    return new StepCompleted(step, 1, Map.of(), 1, null, null);
  }

  private static StepView step(SagaView saga, String name) {
    return saga.steps().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  private static SagaView fold(SagaEvent... events) {
    SagaView saga = null;
    for (int i = 0; i < events.length; i++) {
      saga = SagaView.evolve(saga, new Fact<>(events[i], recorded(i + 1)));
    }
    if (saga == null) {
      throw new IllegalArgumentException("no events");
    }
    return saga;
  }

  private static RecordedEvent recorded(long version) {
    return new RecordedEvent(
        version,
        StreamId.of("saga", "s1"),
        version,
        UUID.randomUUID(),
        "any",
        1,
        "{}",
        Metadata.EMPTY,
        at(version));
  }

  private static Instant at(long second) {
    return Instant.EPOCH.plusSeconds(second);
  }
}
