package dev.skald.workflows.engine;

import static dev.skald.workflows.engine.Rehearsal.AFTER;
import static dev.skald.workflows.engine.Rehearsal.ONE;
import static dev.skald.workflows.engine.Rehearsal.PIVOT;
import static dev.skald.workflows.engine.Rehearsal.THREE;
import static dev.skald.workflows.engine.Rehearsal.TWO;
import static dev.skald.workflows.engine.Rehearsal.type;
import static dev.skald.workflows.engine.SagaStatus.COMPENSATED;
import static dev.skald.workflows.engine.SagaStatus.COMPENSATION_FAILED;
import static dev.skald.workflows.engine.SagaStatus.COMPLETED;
import static dev.skald.workflows.engine.Stage.awaitUndoWaiting;
import static dev.skald.workflows.engine.Stage.awaitWaiting;
import static dev.skald.workflows.engine.Stage.outcome;
import static dev.skald.workflows.engine.Stage.resolve;
import static dev.skald.workflows.engine.Stage.retry;
import static dev.skald.workflows.engine.Stage.skip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.workflows.engine.Rehearsal.Cue;
import dev.skald.workflows.engine.Rehearsal.Hold;
import dev.skald.workflows.engine.Rehearsal.Line;
import dev.skald.workflows.engine.Rehearsal.Told;
import dev.skald.workflows.engine.SagaJournal.SettledUndo;
import dev.skald.workflows.engine.SagaJournal.Standing;
import dev.skald.workflows.engine.SagaJournal.StandingStep;
import dev.skald.workflows.engine.SagaRun.Branch;
import dev.skald.workflows.engine.SagaRun.Join;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs of which the log knows more than they do, since others went before them. */
class WhatTheLogKnowsTest extends Tellings {

  @Test
  void what_the_log_knows_and_the_run_does_not_is_undone_first() {
    Told saga = tell(type("telling", ONE, TWO, THREE), WhatTheLogKnowsTest::oneAndTwo);
    cast().cue("two", Cue.REFUSE);
    cast().standing =
        new Standing(
            false,
            List.of(
                new StandingStep("one", 1, Map.of("text", "x"), false),
                new StandingStep("three", 1, Map.of("text", "x"), false)));

    assertThat(outcome(stage().begin(saga)).status()).isEqualTo(COMPENSATED);
    assertThat(cast().done).containsExactly("one", "undo three", "undo one");
  }

  /** The run had asked for it, and forgot it when it was told that it is turned back. */
  @Test
  void what_the_log_knows_from_before_what_the_run_has_done_is_undone_after_that() {
    Told saga =
        tell(
            type("telling", ONE, TWO, THREE),
            (run, _) -> {
              Branch<Line> beside = run.branch(() -> run.step(ONE, GO));
              run.step(TWO, GO);
              run.join(Join.WAIT_FOR_ALL, beside);
            });
    cast().cue("one", Cue.UNDONE);
    cast().standing =
        new Standing(
            false,
            List.of(
                new StandingStep("one", 1, Map.of("text", "x"), false),
                new StandingStep("two", 1, Map.of("text", "x"), false)));

    assertThat(outcome(stage().begin(saga)).status()).isEqualTo(COMPENSATED);
    assertThat(cast().done).containsExactly("two", "undo two", "undo one");
  }

  @Test
  void a_saga_whose_pivot_stands_in_the_log_goes_forward_whatever_it_remembers() {
    Told saga = inOrder(List.of(ONE, PIVOT, AFTER));
    cast().cue("one", Cue.FAIL, Cue.FAIL, Cue.FAIL, Cue.FAIL);
    cast().standing = new Standing(true, List.of());

    assertThat(outcome(stage().begin(saga)).status()).isEqualTo(COMPLETED);
    assertThat(cast().done).containsExactly("one", "pivot", "after");
  }

  @Test
  void a_saga_that_had_turned_back_is_undone_although_all_its_steps_answered() {
    Told saga = inOrder(List.of(ONE, TWO));
    SagaFailure why = new SagaFailure("two", "called-off", "the customer called");
    cast().cue("completed", Cue.REFUSE);
    cast().standing = new Standing(false, List.of(), why, null);

    SagaOutcome outcome = outcome(stage().begin(saga));

    assertThat(outcome).isEqualTo(new SagaOutcome(COMPENSATED, why, 8));
    assertThat(cast().done).containsExactly("one", "two", "undo two", "undo one");
    assertThat(cast().journal).containsExactly("started", "turned saga-turned", "compensated");
  }

  @Test
  void another_way_is_chosen_by_the_reason_that_stands_in_the_log() {
    Told saga =
        tell(
            type("telling", ONE, TWO, THREE),
            (run, _) ->
                run.attempt(
                    "first-way",
                    () -> run.step(ONE, GO),
                    why -> run.step(why.code().equals("declined") ? TWO : THREE, GO)));
    cast().cue("one", Cue.REFUSE);
    cast().standing =
        new Standing(false, List.of(), new SagaFailure("one", "declined", "no money"), null);

    assertThat(outcome(stage().begin(saga)).status()).isEqualTo(COMPLETED);
    assertThat(cast().done).containsExactly("two");
  }

  @Test
  void a_run_that_repairs_another_one_undoes_what_stands() {
    Told saga = inOrder(List.of(ONE, TWO));
    cast().standing =
        new Standing(false, List.of(new StandingStep("one", 1, Map.of("text", "x"), false)));

    WorkflowStub run =
        stage().begin(saga, new SagaStart.Repair(SagaStart.Repair.Kind.UNDO, "was terminated"));

    assertThat(outcome(run).status()).isEqualTo(COMPENSATED);
    assertThat(cast().done).containsExactly("undo one");
  }

  @ParameterizedTest
  @EnumSource(names = {"UNDONE", "REFUSE"})
  void past_the_pivot_a_story_finds_the_other_way_that_it_went(Cue again) {
    Told saga = twoWays();
    cast().cue("one", Cue.FAIL, Cue.FAIL, Cue.FAIL);
    cast().cue("two", again);
    cast().standing = new Standing(true, List.of());
    cast().sinceSavepoint = new Standing(false, List.of());

    assertThat(outcome(stage().begin(saga)).status()).isEqualTo(COMPLETED);
    assertThat(cast().done).containsExactly("one", "two", "pivot");
    assertThat(cast().commands).anyMatch(command -> command.endsWith("/two/2"));
  }

  /** It had begun, so that it may have happened; now it says that it has not. */
  @Test
  void a_pivot_that_had_begun_and_is_refused_then_leads_back() {
    Told saga = inOrder(List.of(ONE, TWO, PIVOT));
    cast().cue("two", Cue.FAIL, Cue.FAIL, Cue.FAIL);
    cast().cue("pivot", Cue.REFUSE);
    cast().standing = new Standing(true, List.of());
    Hold pivot = cast().hold("pivot");
    WorkflowStub run = stage().begin(saga);
    pivot.awaitReached();

    cast().standing =
        new Standing(false, List.of(new StandingStep("one", 1, Map.of("text", "1"), false)));
    pivot.letGo();

    assertThat(outcome(run).status()).isEqualTo(COMPENSATED);
    assertThat(cast().done).containsExactly("one", "one", "two", "undo one");
  }

  @Test
  void a_way_that_was_gone_and_fails_when_it_is_told_again_sends_all_of_the_saga_back() {
    Told saga = twoWays();
    cast().cue("one", Cue.REFUSE, Cue.REFUSE);
    cast().sinceSavepoint = Standing.of(Standing.Instead.GONE_TO_ITS_END);

    assertThat(outcome(stage().begin(saga)).status()).isEqualTo(COMPENSATED);
    assertThat(cast().done).isEmpty();
  }

  @Test
  void past_the_pivot_nobody_goes_on_without_an_answer_that_is_needed() {
    Told saga = tell(type("telling", ONE, TWO, PIVOT), WhatTheLogKnowsTest::oneAndTwo);
    cast().cue("one", Cue.FAIL, Cue.FAIL, Cue.FAIL);
    cast().cue("two", Cue.REFUSE);
    cast().standing = new Standing(true, List.of());
    WorkflowStub run = stage().begin(saga);
    awaitWaiting(run, "two");

    assertThatThrownBy(() -> skip(run, "two", 1)).hasStackTraceContaining("cannot be skipped");
    resolve(run, "two", 1, Map.of("text", "by hand"));

    assertThat(outcome(run).status()).isEqualTo(COMPLETED);
  }

  @Test
  void past_the_pivot_a_step_that_is_refused_now_waits_for_an_operator() {
    Told saga = inOrder(List.of(ONE, TWO, PIVOT));
    cast().cue("one", Cue.FAIL, Cue.FAIL, Cue.FAIL);
    cast().cue("two", Cue.REFUSE);
    cast().standing = new Standing(true, List.of());
    WorkflowStub run = stage().begin(saga);
    awaitWaiting(run, "two");

    retry(run, "two", 1);

    assertThat(outcome(run).status()).isEqualTo(COMPLETED);
    assertThat(cast().done).containsExactly("one", "two", "pivot");
  }

  @Test
  void a_rollback_in_which_people_gave_up_before_ends_the_saga() {
    Told saga = twoWays();
    cast().cue("three", Cue.REFUSE);
    cast().standing =
        new Standing(false, List.of(), null, List.of(new SettledUndo("two", 1, true)));

    assertThat(outcome(stage().begin(saga)).status()).isEqualTo(COMPENSATION_FAILED);
    assertThat(cast().done).containsExactly("one", "two", "undo one");
  }

  @Test
  void what_people_settled_in_a_lost_run_is_not_undone_once_more() {
    Told saga = tell(type("telling", ONE, TWO, THREE), WhatTheLogKnowsTest::oneAndTwo);
    cast().cue("two", Cue.UNDONE);
    cast().standing =
        new Standing(false, List.of(), null, List.of(new SettledUndo("one", 1, false)));

    assertThat(outcome(stage().begin(saga)).status()).isEqualTo(COMPENSATED);
    assertThat(cast().done).containsExactly("one");
  }

  @Test
  void what_people_gave_up_on_in_a_lost_run_stays_given_up() {
    Told saga = inOrder(List.of(ONE, TWO));
    cast().standing =
        new Standing(
            false,
            List.of(new StandingStep("two", 1, Map.of("text", "x"), false)),
            null,
            List.of(new SettledUndo("one", 1, true)));

    WorkflowStub run =
        stage().begin(saga, new SagaStart.Repair(SagaStart.Repair.Kind.UNDO, "was terminated"));

    assertThat(outcome(run).status()).isEqualTo(COMPENSATION_FAILED);
    assertThat(cast().done).containsExactly("undo two");
  }

  @Test
  void what_people_did_by_hand_in_a_lost_run_is_undone_by_hand() {
    Told saga = inOrder(List.of(ONE, TWO));
    cast().cue("two", Cue.UNDONE);
    cast().standing = new Standing(false, List.of(new StandingStep("one", 1, Map.of(), true)));
    WorkflowStub run = stage().begin(saga);
    awaitUndoWaiting(run, "one");

    resolve(run, "one", 1);

    assertThat(outcome(run).status()).isEqualTo(COMPENSATED);
    assertThat(cast().done).containsExactly("one");
  }

  @Test
  void what_people_have_undone_by_hand_is_not_to_be_undone_any_more() {
    Told saga =
        tell(
            type("telling", ONE, TWO, THREE),
            (run, line) ->
                run.attempt(
                    "way",
                    () -> {
                      oneAndTwo(run, line);
                      return GO;
                    },
                    _ -> run.step(THREE, GO)));
    cast().cue("two", Cue.REFUSE);
    cast().standing = new Standing(false, List.of(new StandingStep("one", 1, Map.of(), true)));
    Hold other = cast().hold("three");
    WorkflowStub run = stage().begin(saga);
    awaitUndoWaiting(run, "one");

    resolve(run, "one", 1);
    other.awaitReached();

    assertThat(run.query("undoPlan", SagaControl.UndoPlan.class).steps()).containsExactly("three");
  }

  @Test
  void two_rounds_of_a_step_that_cannot_be_undone_are_asked_about_each() {
    Told saga = inOrder(List.of(ONE, TWO));
    cast().cue("undo one", Cue.REFUSE, Cue.REFUSE);
    cast().standing =
        new Standing(
            false,
            List.of(
                new StandingStep("one", 1, Map.of("text", "x"), false),
                new StandingStep("one", 2, Map.of("text", "x"), false)));
    WorkflowStub run =
        stage().begin(saga, new SagaStart.Repair(SagaStart.Repair.Kind.UNDO, "was terminated"));
    awaitUndoWaiting(run, "one");

    skip(run, "one", 2);
    resolve(run, "one", 1);

    assertThat(outcome(run).status()).isEqualTo(COMPENSATION_FAILED);
    assertThat(cast().journal).contains("undo settled one SKIP", "undo settled one RESOLVE");
  }

  private static void oneAndTwo(SagaRun run, Line request) {
    run.step(ONE, request);
    run.step(TWO, request);
  }
}
