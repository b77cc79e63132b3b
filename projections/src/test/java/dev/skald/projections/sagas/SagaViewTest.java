package dev.skald.projections.sagas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.EventAwaited;
import dev.skald.domain.sagas.SagaEvent.EventReceived;
import dev.skald.domain.sagas.SagaEvent.OperatorAsked;
import dev.skald.domain.sagas.SagaEvent.RecoveryTried;
import dev.skald.domain.sagas.SagaEvent.SagaCalledOff;
import dev.skald.domain.sagas.SagaEvent.SagaCompensated;
import dev.skald.domain.sagas.SagaEvent.SagaCompensationFailed;
import dev.skald.domain.sagas.SagaEvent.SagaCompleted;
import dev.skald.domain.sagas.SagaEvent.SagaRolledBack;
import dev.skald.domain.sagas.SagaEvent.SagaStalled;
import dev.skald.domain.sagas.SagaEvent.SagaStarted;
import dev.skald.domain.sagas.SagaEvent.SagaStuck;
import dev.skald.domain.sagas.SagaEvent.SagaTurned;
import dev.skald.domain.sagas.SagaEvent.SagaUnstuck;
import dev.skald.domain.sagas.SagaEvent.StepCompleted;
import dev.skald.domain.sagas.SagaEvent.StepFailed;
import dev.skald.domain.sagas.SagaEvent.StepProgressed;
import dev.skald.domain.sagas.SagaEvent.StepRefused;
import dev.skald.domain.sagas.SagaEvent.StepSettled;
import dev.skald.domain.sagas.SagaEvent.StepStarted;
import dev.skald.domain.sagas.SagaEvent.StepTryFailed;
import dev.skald.domain.sagas.SagaEvent.UndoCompleted;
import dev.skald.domain.sagas.SagaEvent.UndoFailed;
import dev.skald.domain.sagas.SagaEvent.UndoSettled;
import dev.skald.domain.sagas.SagaEvent.UndoTryFailed;
import dev.skald.eventstore.Metadata;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamId;
import dev.skald.projections.engine.Fact;
import dev.skald.projections.sagas.SagaView.Status;
import dev.skald.projections.sagas.StepView.UndoStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SagaViewTest {

  private static final SagaStarted STARTED =
      new SagaStarted(
          "account-transfer", "t1", "hash", List.of("debit", "credit", "record"), null, null, null);

  @Test
  void a_saga_that_runs_shows_the_step_it_is_at() {
    SagaView saga = fold(STARTED, done("debit"), new StepStarted("credit", 1, 1, Map.of()));

    assertThat(saga.status()).isEqualTo(Status.RUNNING);
    assertThat(saga.currentStep()).isEqualTo("credit");
    assertThat(saga.businessKey()).isEqualTo("t1");
    assertThat(saga.failure()).isNull();
  }

  /** What comes next only the story knows: the next that is declared may be of another way. */
  @Test
  void a_saga_that_is_between_two_steps_shows_none() {
    assertThat(fold(STARTED).currentStep()).isNull();
    assertThat(fold(STARTED, done("debit")).currentStep()).isNull();
  }

  @Test
  void what_went_with_a_way_that_was_given_up_is_not_what_a_saga_is_at() {
    SagaView saga =
        fold(
            STARTED,
            new StepStarted("debit", 1, 1, Map.of()),
            new EventAwaited("credit", 1, "card-confirmed", null),
            new SagaTurned("here", "debit", "recovered", "its run was lost"),
            new UndoCompleted("credit", 1, false, 1),
            new UndoCompleted("debit", 1, true, 1),
            new SagaRolledBack("here"));

    assertThat(saga.currentStep()).isNull();
    assertThat(step(saga, "debit").underWaySince()).isNull();
    assertThat(step(saga, "credit").underWaySince()).isNull();
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

    SagaEvent back = new SagaTurned(null, "credit", "account-frozen", "is frozen");
    SagaView turned = fold(STARTED, done("debit"), refused, back);
    SagaView ended =
        fold(
            STARTED,
            done("debit"),
            refused,
            back,
            new UndoCompleted("debit", 1, true, 1),
            new SagaCompensated("credit", "account-frozen", "is frozen"));

    assertThat(turned.status()).isEqualTo(Status.COMPENSATING);
    assertThat(step(turned, "debit").undo().status()).isEqualTo(UndoStatus.PENDING);
    assertThat(step(turned, "credit").undo().status()).isEqualTo(UndoStatus.NONE);
    assertThat(turned.currentStep()).isEqualTo("debit");
    assertThat(turned.failure())
        .isEqualTo(new SagaView.Failure("credit", "account-frozen", "is frozen"));
    assertThat(ended.status()).isEqualTo(Status.COMPENSATED);
    assertThat(step(ended, "debit").undo().status()).isEqualTo(UndoStatus.COMPLETED);
    assertThat(step(ended, "credit").attempts()).isEqualTo(2);
  }

  @Test
  void what_happened_outweighs_what_was_believed_to_have_failed_in_either_order() {
    SagaEvent failed = new StepFailed("credit", "time-out", "took too long", 1, null);

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

    SagaEvent back = new SagaTurned(null, "credit", "account-frozen", "is frozen");
    SagaView waiting = fold(STARTED, done("debit"), refused, back, stuck);
    SagaView givenUp =
        fold(
            STARTED,
            done("debit"),
            refused,
            back,
            stuck,
            new UndoSettled("debit", "SKIP", "paid by hand", 1),
            new SagaCompensationFailed("credit", "account-frozen", "is frozen"));

    assertThat(waiting.status()).isEqualTo(Status.AWAITING_OPERATOR);
    assertThat(givenUp.status()).isEqualTo(Status.COMPENSATION_FAILED);
    assertThat(step(givenUp, "debit").undo().status()).isEqualTo(UndoStatus.SKIPPED);
    assertThat(
            fold(
                    STARTED,
                    done("debit"),
                    refused,
                    back,
                    stuck,
                    new UndoSettled("debit", "RETRY", "", 1))
                .status())
        .isEqualTo(Status.COMPENSATING);
  }

  @Test
  void a_slow_step_shows_since_when_it_runs_how_far_it_is_and_why_a_try_failed() {
    SagaView saga =
        fold(
            STARTED,
            new StepStarted("debit", 1, 1, Map.of()),
            new StepTryFailed("debit", 1, 1, "io", "broken pipe"),
            new StepProgressed("debit", 1, 1, 4, 5_100L));

    StepView step = step(saga, "debit");
    assertThat(step.status()).isEqualTo(StepView.Status.RUNNING);
    assertThat(step.startedAt()).isEqualTo(at(2));
    assertThat(step.error()).isEqualTo(new StepView.Failure("io", "broken pipe"));
    assertThat(step.progress()).isEqualTo(new StepView.Progress(1, 4, 25, 6L));
    assertThat(saga.currentStep()).isEqualTo("debit");
  }

  @Test
  void progress_that_does_not_say_how_fast_it_is_shows_no_time_left() {
    SagaView saga = fold(STARTED, new StepProgressed("debit", 1, 1, 4, null));

    assertThat(step(saga, "debit").progress()).isEqualTo(new StepView.Progress(1, 4, 25, null));
  }

  @Test
  void tries_that_have_run_out_count_also_where_not_each_is_recorded() {
    SagaEvent first = new StepTryFailed("record", 1, 1, "io", "no disk");
    SagaEvent second = new StepTryFailed("record", 1, 2, "io", "no disk");

    SagaView asked = fold(STARTED, first, second, new OperatorAsked("record", 1, 1, "io", "", 3));
    SagaView failed = fold(STARTED, first, second, new StepFailed("record", "io", "", 1, 3));
    SagaView older =
        fold(STARTED, first, second, new OperatorAsked("record", 1, 1, "io", "", null));

    assertThat(step(asked, "record").attempts()).isEqualTo(3);
    assertThat(step(failed, "record").attempts()).isEqualTo(3);
    assertThat(step(older, "record").attempts()).isEqualTo(2);
  }

  @Test
  void a_saga_whose_story_cannot_be_told_says_why_until_it_can() {
    SagaEvent stuck = new SagaStuck("java.lang.IllegalStateException", "taken twice");

    SagaView saga = fold(STARTED, done("debit"), stuck);

    assertThat(saga.stuck())
        .isEqualTo(new SagaView.Stuck("java.lang.IllegalStateException", "taken twice", at(3)));
    assertThat(saga.status()).isEqualTo(Status.RUNNING);
    assertThat(saga.stalls()).isEqualTo(1);
    assertThat(fold(STARTED, stuck, new SagaUnstuck()).stuck()).isNull();
    assertThat(fold(STARTED, stuck, new SagaCompleted()).stuck()).isNull();
    assertThat(fold(STARTED, stuck, new RecoveryTried(1, "TERMINATED", "UNDO")).stuck()).isNull();
  }

  @Test
  void a_try_that_fails_late_takes_nothing_back() {
    SagaView saga =
        fold(STARTED, done("debit"), new StepTryFailed("debit", 1, 2, "timeout", "too late"));

    assertThat(step(saga, "debit"))
        .extracting(StepView::status, StepView::attempts, StepView::error)
        .containsExactly(StepView.Status.COMPLETED, 2, null);
  }

  @Test
  void that_a_saga_is_called_off_shows_before_it_turns_back() {
    SagaEvent off = new SagaCalledOff("the customer called");
    SagaEvent givenUp = new RecoveryTried(1, "TERMINATED", "GIVE_UP");
    SagaView saga = fold(STARTED, new StepStarted("debit", 1, 1, Map.of()), off);

    assertThat(saga.status()).isEqualTo(Status.RUNNING);
    assertThat(saga.calledOff()).isEqualTo(new SagaView.CalledOff("the customer called", at(3)));
    assertThat(fold(STARTED, off, givenUp, new RecoveryTried(2, "TERMINATED", "UNDO")).calledOff())
        .isNotNull();
    assertThat(fold(STARTED, off, givenUp, new RecoveryTried(2, "TERMINATED", "RETRY")).calledOff())
        .as("an operator has it done after all")
        .isNull();
  }

  @Test
  void a_saga_that_turned_back_since_it_was_called_off_shows_that_by_whatever_means_it_was() {
    SagaView saga = fold(STARTED, turned(null, "called-off"));

    assertThat(saga.calledOff()).isEqualTo(new SagaView.CalledOff("by its owner", at(2)));
    assertThat(fold(STARTED, turned(null, "deadline-passed")).calledOff()).isNull();
    assertThat(fold(STARTED, turned("a-way", "called-off")).calledOff()).isNull();
  }

  private static SagaEvent turned(@Nullable String savepoint, String code) {
    return new SagaTurned(savepoint, "debit", code, "by its owner");
  }

  @Test
  void a_try_that_fails_after_its_saga_has_ended_is_not_under_way() {
    SagaView saga =
        fold(
            STARTED,
            new SagaTurned(null, "debit", "called-off", "by its owner"),
            new UndoCompleted("debit", 1, false, 1),
            new SagaCompensated("debit", "called-off", "by its owner"),
            new StepTryFailed("debit", 1, 1, "timeout", "too late"));

    assertThat(step(saga, "debit"))
        .extracting(StepView::status, StepView::error, StepView::endedAt)
        .containsExactly(
            StepView.Status.FAILED, new StepView.Failure("timeout", "too late"), saga.endedAt());
    assertThat(step(saga, "debit").underWaySince()).isNull();
  }

  /** Of a run that was lost before, with the undo of a step that has not happened. */
  @Test
  void an_undo_that_is_told_of_after_its_saga_has_ended_is_none() {
    SagaEvent ended = new SagaCompensated("credit", "called-off", "the customer called");

    for (SagaEvent late :
        List.of(
            new UndoTryFailed("debit", 1, 1, "timeout", "too late"),
            new UndoFailed("debit", "account-closed", "is closed", 1, 4))) {
      SagaView saga = fold(STARTED, ended, late);
      assertThat(step(saga, "debit").undo().status()).isEqualTo(UndoStatus.NONE);
      assertThat(saga.status()).isEqualTo(Status.COMPENSATED);
    }
  }

  @Test
  void a_step_that_an_operator_is_asked_about_waits_until_it_is_settled() {
    SagaEvent asked = new OperatorAsked("record", 1, 3, "io", "no disk", null);

    SagaView waiting = fold(STARTED, asked);

    assertThat(waiting.status()).isEqualTo(Status.AWAITING_OPERATOR);
    assertThat(waiting.currentStep()).isEqualTo("record");
    assertThat(step(waiting, "record").waiting()).isEqualTo(new StepView.Waiting(3, null, null));
    assertThat(settled(asked, "RETRY").status()).isEqualTo(StepView.Status.RUNNING);
    assertThat(settled(asked, "SKIP").status()).isEqualTo(StepView.Status.SKIPPED);
    assertThat(settled(asked, "RESOLVE").status()).isEqualTo(StepView.Status.COMPLETED);
    assertThat(fold(STARTED, asked, new StepSettled("record", 1, "RETRY", "", null)).status())
        .isEqualTo(Status.RUNNING);
  }

  @Test
  void nobody_is_asked_about_a_step_any_more_once_the_saga_has_turned_back() {
    SagaView saga =
        fold(
            STARTED,
            done("debit"),
            new StepTryFailed("credit", 1, 1, "io", "no disk"),
            new OperatorAsked("credit", 1, 1, "io", "no disk", null),
            new SagaTurned(null, "credit", "called-off", "by its owner"),
            new UndoCompleted("credit", 1, false, 1));

    assertThat(saga.status()).isEqualTo(Status.COMPENSATING);
    assertThat(saga.currentStep()).isEqualTo("debit");
    assertThat(step(saga, "credit"))
        .extracting(StepView::status, StepView::error, StepView::waiting)
        .containsExactly(StepView.Status.FAILED, new StepView.Failure("io", "no disk"), null);
  }

  @Test
  void a_step_that_waits_for_an_event_needs_no_operator() {
    Instant until = at(60);
    SagaEvent awaited = new EventAwaited("credit", 1, "card-confirmed", until);

    SagaView saga = fold(STARTED, awaited);

    assertThat(saga.status()).isEqualTo(Status.RUNNING);
    assertThat(step(saga, "credit").status()).isEqualTo(StepView.Status.WAITING);
    assertThat(step(saga, "credit").waiting())
        .isEqualTo(new StepView.Waiting(null, "card-confirmed", until));
    StepView again =
        step(
            fold(
                STARTED,
                awaited,
                new OperatorAsked("credit", 1, 1, "timed-out", "none came", null),
                new StepSettled("credit", 1, "RETRY", "", null)),
            "credit");
    assertThat(again.waiting()).isEqualTo(new StepView.Waiting(null, "card-confirmed", null));
    Instant later = at(120);
    SagaEvent anew = new EventAwaited("credit", 1, "card-confirmed", later);
    assertThat(
            step(
                    fold(
                        STARTED,
                        awaited,
                        new OperatorAsked("credit", 1, 1, "timed-out", "none came", null),
                        new StepSettled("credit", 1, "RETRY", "", null),
                        anew),
                    "credit")
                .waiting())
        .isEqualTo(new StepView.Waiting(null, "card-confirmed", later));
    assertThat(step(fold(STARTED, awaited, anew), "credit").waiting())
        .isEqualTo(new StepView.Waiting(null, "card-confirmed", later));
  }

  @Test
  void what_was_under_way_in_a_lost_run_is_given_up_when_its_saga_is_undone() {
    SagaView saga =
        fold(
            STARTED,
            done("debit"),
            new StepStarted("credit", 1, 1, Map.of()),
            new EventAwaited("record", 1, "card-confirmed", null),
            new SagaTurned(null, "debit", "recovered", "its run was lost"),
            new UndoCompleted("credit", 1, false, 1),
            new UndoCompleted("debit", 1, true, 1),
            new SagaCompensated("debit", "recovered", "its run was lost"));

    for (String name : List.of("credit", "record")) {
      StepView step = step(saga, name);
      assertThat(step.status()).as(name).isEqualTo(StepView.Status.FAILED);
      assertThat(step.error()).as(name).extracting(StepView.Failure::code).isEqualTo("given-up");
      assertThat(step.endedAt()).as(name).isEqualTo(saga.endedAt());
    }
    assertThat(step(saga, "debit").status()).isEqualTo(StepView.Status.COMPLETED);
  }

  @Test
  void a_higher_round_begins_a_step_anew_and_a_lower_one_is_history() {
    SagaView saga =
        fold(
            STARTED,
            done("debit"),
            new SagaTurned("before-credit", "credit", "refused", "no"),
            new UndoCompleted("debit", 1, true, 1),
            new SagaRolledBack("before-credit"),
            new StepStarted("debit", 2, 1, Map.of()),
            new StepTryFailed("debit", 1, 2, "timeout", "of the first round"));

    assertThat(saga.status()).isEqualTo(Status.RUNNING);
    assertThat(saga.failure()).isNull();
    assertThat(step(saga, "debit"))
        .extracting(StepView::round, StepView::status, StepView::error, s -> s.undo().status())
        .containsExactly(2, StepView.Status.RUNNING, null, UndoStatus.NONE);
  }

  @Test
  void the_undo_of_an_earlier_round_waits_for_an_operator_until_it_is_settled() {
    SagaEvent again = new StepStarted("debit", 2, 1, Map.of());
    SagaEvent stuck = new UndoFailed("debit", "account-closed", "is closed", 1, 4);
    List<List<SagaEvent>> orders =
        List.of(
            List.of(STARTED, done("debit"), again, stuck),
            List.of(STARTED, done("debit"), stuck, again));

    for (List<SagaEvent> events : orders) {
      SagaView waiting = foldAll(events);

      assertThat(waiting.status()).isEqualTo(Status.AWAITING_OPERATOR);
      assertThat(waiting.currentStep()).isEqualTo("debit");
      assertThat(waiting.steps())
          .extracting(
              StepView::name, StepView::round, s -> s.undo().status(), s -> s.undo().number())
          .containsExactly(
              tuple("debit", 2, UndoStatus.NONE, null),
              tuple("credit", 1, UndoStatus.NONE, null),
              tuple("record", 1, UndoStatus.NONE, null),
              tuple("debit", 1, UndoStatus.WAITING, 4));
      for (String decision : List.of("RETRY", "RESOLVE")) {
        SagaView settled = foldAll(with(events, new UndoSettled("debit", decision, "", 1)));
        assertThat(settled.status()).isEqualTo(Status.RUNNING);
        assertThat(settled.steps()).hasSize(3);
      }
      SagaView givenUp = foldAll(with(events, new UndoSettled("debit", "SKIP", "", 1)));
      assertThat(givenUp.status()).isEqualTo(Status.RUNNING);
      assertThat(givenUp.steps().getLast().undo().status()).isEqualTo(UndoStatus.SKIPPED);
      SagaView undone = foldAll(with(events, new UndoCompleted("debit", 2, true, 1)));
      assertThat(undone.steps()).hasSize(3);
    }
  }

  @Test
  void a_try_of_an_earlier_rounds_undo_that_fails_late_is_history() {
    SagaView saga =
        fold(
            STARTED,
            done("debit"),
            new UndoCompleted("debit", 1, true, 1),
            new StepStarted("debit", 2, 1, Map.of()),
            new UndoTryFailed("debit", 1, 1, "timeout", "too late"));

    assertThat(saga.steps()).extracting(StepView::round).containsExactly(2, 1, 1);
  }

  @Test
  void a_saga_that_goes_back_to_a_savepoint_is_compensating_until_it_is_there() {
    SagaEvent back = new SagaTurned("here", "credit", "refused", "no");

    assertThat(fold(STARTED, done("debit"), back).status()).isEqualTo(Status.COMPENSATING);
    assertThat(fold(STARTED, done("debit"), back, new SagaRolledBack("here")).status())
        .isEqualTo(Status.RUNNING);
  }

  @Test
  void an_optional_step_that_failed_turns_nothing() {
    SagaView saga = fold(STARTED, new StepFailed("credit", "io", "gone", 1, null), done("debit"));

    assertThat(saga.status()).isEqualTo(Status.RUNNING);
    assertThat(saga.failure()).isNull();
    assertThat(step(saga, "credit").status()).isEqualTo(StepView.Status.FAILED);
  }

  @Test
  void an_undo_shows_its_tries_and_its_last_error() {
    SagaView saga =
        fold(
            STARTED,
            done("debit"),
            new SagaTurned(null, "credit", "refused", "no"),
            new UndoTryFailed("debit", 1, 4, "io", "broken pipe"));

    StepView.Undo undo = step(saga, "debit").undo();
    assertThat(undo.status()).isEqualTo(UndoStatus.RUNNING);
    assertThat(undo.attempts()).isEqualTo(4);
    assertThat(undo.error()).isEqualTo(new StepView.Failure("io", "broken pipe"));
  }

  @Test
  void a_try_of_an_undo_that_fails_late_takes_nothing_back() {
    for (boolean changed : List.of(true, false)) {
      SagaView saga =
          fold(
              STARTED,
              done("debit"),
              new SagaTurned(null, "credit", "refused", "no"),
              new UndoCompleted("debit", 2, changed, null),
              new UndoTryFailed("debit", 1, 1, "timeout", "too late"),
              new SagaCompensated("credit", "refused", "no"));

      assertThat(step(saga, "debit").undo().status())
          .isEqualTo(changed ? UndoStatus.COMPLETED : UndoStatus.NONE);
    }
  }

  @Test
  void stalls_and_recoveries_are_counted() {
    SagaView saga =
        fold(
            STARTED,
            new StepStarted("debit", 1, 1, Map.of()),
            new SagaStalled("debit", 1, false, 20),
            new RecoveryTried(1, "terminated", "RETRY"),
            new RecoveryTried(2, "terminated", "UNDO"));

    assertThat(saga.stalls()).isEqualTo(1);
    assertThat(step(saga, "debit").stalledAt()).isEqualTo(at(3));
    assertThat(saga.recovery()).isEqualTo(new SagaView.Recovery(2, "terminated", "UNDO"));
  }

  @Test
  void an_event_from_outside_may_come_before_the_start() {
    SagaView early = fold(new EventReceived("card-confirmed", Map.of()));
    SagaView saga = fold(new EventReceived("card-confirmed", Map.of()), STARTED, done("debit"));

    assertThat(early.isStarted()).isFalse();
    assertThat(saga.isStarted()).isTrue();
    assertThat(saga.startedAt()).isEqualTo(at(2));
    assertThat(saga.steps())
        .extracting(StepView::name)
        .containsExactly("debit", "credit", "record");
  }

  /** Branches append side by side: each keeps its own order, whatever comes between. */
  @Test
  void the_order_between_steps_makes_no_difference() {
    List<List<SagaEvent>> branches =
        List.of(
            List.of(
                new StepStarted("debit", 1, 1, Map.of()),
                new StepTryFailed("debit", 1, 1, "io", "broken"),
                done("debit")),
            List.of(
                new StepStarted("credit", 1, 1, Map.of()),
                new StepFailed("credit", "x", "y", 1, null)),
            List.of(new EventAwaited("record", 1, "go", null), done("record")));
    List<List<SagaEvent>> orders = new ArrayList<>();
    interleave(branches, List.of(), orders);

    assertThat(orders).hasSize(210);
    assertThat(orders.stream().map(SagaViewTest::outcome).distinct()).hasSize(1);
  }

  private static void interleave(
      List<List<SagaEvent>> left, List<SagaEvent> chosen, List<List<SagaEvent>> orders) {
    if (left.stream().allMatch(List::isEmpty)) {
      orders.add(chosen);
    }
    for (int i = 0; i < left.size(); i++) {
      if (!left.get(i).isEmpty()) {
        List<List<SagaEvent>> rest = new ArrayList<>(left);
        rest.set(i, left.get(i).subList(1, left.get(i).size()));
        List<SagaEvent> more = new ArrayList<>(chosen);
        more.add(left.get(i).getFirst());
        interleave(rest, more, orders);
      }
    }
  }

  private static List<String> outcome(List<SagaEvent> order) {
    List<SagaEvent> events = new ArrayList<>(List.of(STARTED));
    events.addAll(order);
    SagaView saga = foldAll(events);
    return saga.steps().stream()
        .map(
            s ->
                "%s %s %d %s %s"
                    .formatted(s.name(), s.status(), s.attempts(), s.error(), saga.status()))
        .toList();
  }

  private static StepView settled(SagaEvent asked, String decision) {
    return step(fold(STARTED, asked, new StepSettled("record", 1, decision, "", null)), "record");
  }

  private static StepCompleted done(String step) {
    return new StepCompleted(step, 1, Map.of(), 1, null, null);
  }

  private static StepView step(SagaView saga, String name) {
    return saga.steps().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  private static List<SagaEvent> with(List<SagaEvent> events, SagaEvent one) {
    List<SagaEvent> more = new ArrayList<>(events);
    more.add(one);
    return more;
  }

  private static SagaView foldAll(List<SagaEvent> events) {
    return fold(events.toArray(SagaEvent[]::new));
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
