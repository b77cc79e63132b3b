package dev.skald.workflows.engine;

import static dev.skald.workflows.engine.Rehearsal.ONE;
import static dev.skald.workflows.engine.Rehearsal.PIVOT;
import static dev.skald.workflows.engine.Rehearsal.THREE;
import static dev.skald.workflows.engine.Rehearsal.TWO;
import static dev.skald.workflows.engine.Rehearsal.type;
import static dev.skald.workflows.engine.SagaStatus.COMPENSATED;
import static dev.skald.workflows.engine.SagaStatus.COMPENSATION_FAILED;
import static dev.skald.workflows.engine.SagaStatus.COMPLETED;
import static dev.skald.workflows.engine.Stage.awaitUndoWaiting;
import static dev.skald.workflows.engine.Stage.compensate;
import static dev.skald.workflows.engine.Stage.outcome;
import static dev.skald.workflows.engine.Stage.retry;
import static dev.skald.workflows.engine.Stage.skip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.workflows.engine.Rehearsal.Cue;
import dev.skald.workflows.engine.Rehearsal.Hold;
import dev.skald.workflows.engine.Rehearsal.Line;
import dev.skald.workflows.engine.Rehearsal.Told;
import dev.skald.workflows.engine.SagaJournal.Standing;
import dev.skald.workflows.engine.SagaRun.Join;
import io.temporal.client.WorkflowStub;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Branches of a story, and the ways that it goes from a savepoint. */
class BranchesAndWaysTest extends Tellings {

  @Test
  void branches_join_and_their_answers_are_there() {
    Told saga =
        tell(
            type("telling", ONE, TWO, PIVOT),
            (run, _) -> {
              SagaRun.Branch<Line> one = run.branch(() -> run.step(ONE, new Line("1")));
              SagaRun.Branch<Line> two = run.branch(() -> run.step(TWO, new Line("2")));
              run.join(Join.FAIL_FAST, one, two);
              run.step(PIVOT, new Line(one.answer().text() + two.answer().text()));
            });

    assertThat(outcome(stage().begin(saga)).status()).isEqualTo(COMPLETED);
    assertThat(cast().done).containsExactlyInAnyOrder("one", "two", "pivot").endsWith("pivot");
  }

  @Test
  void a_failed_branch_stops_its_siblings_before_anything_is_undone() {
    WorkflowStub run = failedBeside(Join.FAIL_FAST);
    assertThat(cast().journal).containsExactly("started");
    cast().letAllGo();

    assertThat(outcome(run).failure()).extracting(SagaFailure::step).isEqualTo("two");
    assertThat(cast().done).containsExactly("one", "undo one");
    assertThat(cast().journal).doesNotContain("failed one called-off");
  }

  /** Who did so was told that it is undone for that. */
  @Test
  void one_that_is_called_off_while_it_fails_is_undone_for_that() {
    WorkflowStub run = failedBeside(Join.FAIL_FAST);
    compensate(run);
    cast().letAllGo();

    assertThat(outcome(run).failure())
        .isEqualTo(new SagaFailure("two", "called-off", "the customer called"));
  }

  @Test
  void branches_that_are_waited_for_go_on_to_their_ends() {
    WorkflowStub run = failedBeside(Join.WAIT_FOR_ALL);
    cast().letAllGo();

    assertThat(outcome(run).failure()).extracting(SagaFailure::step).isEqualTo("two");
    assertThat(cast().done).containsExactly("one", "three", "undo three", "undo one");
  }

  /** The second has failed, and a step of the first is under way. */
  private WorkflowStub failedBeside(Join join) {
    Told saga = threeBranches(join);
    Hold held = cast().hold("one");
    Hold refused = cast().hold("two");
    cast().cue("two", Cue.REFUSE);
    WorkflowStub run = stage().begin(saga);
    // Refused before the first was under way, the second would keep it from ever being.
    held.awaitReached();
    refused.letGo();
    await().until(() -> Stage.status(run, "two") == Ledger.StepStatus.FAILED);
    return run;
  }

  private Told threeBranches(Join join) {
    return tell(
        type("telling", ONE, TWO, THREE),
        (run, _) ->
            run.join(
                join,
                run.branch(
                    () -> {
                      run.step(ONE, GO);
                      return run.step(THREE, GO);
                    }),
                run.branch(() -> run.step(TWO, GO))));
  }

  @Test
  void a_saga_goes_back_to_a_savepoint_and_another_way_from_there() {
    Told saga = twoWays();
    cast().cue("three", Cue.REFUSE);

    assertThat(outcome(stage().begin(saga)).status()).isEqualTo(COMPLETED);
    assertThat(cast().done).containsExactly("one", "two", "undo two", "two", "pivot");
    assertThat(cast().commands)
        .anyMatch(command -> command.endsWith("/two/1"))
        .anyMatch(command -> command.endsWith("/two/2"));
    assertThat(cast().journal)
        .containsExactly("started", "turned refused", "back at first-way", "completed");
  }

  @Test
  void what_was_done_before_and_after_a_savepoint_is_undone_once() {
    Told saga = twoWays();
    cast().cue("three", Cue.REFUSE);
    cast().cue("pivot", Cue.REFUSE);

    assertThat(outcome(stage().begin(saga)).status()).isEqualTo(COMPENSATED);
    assertThat(cast().done)
        .containsExactly("one", "two", "undo two", "two", "undo two", "undo one");
  }

  @Test
  void a_rollback_that_an_operator_gave_up_on_ends_the_saga() {
    Told saga = twoWays();
    cast().cue("three", Cue.REFUSE);
    cast().cue("undo two", Cue.REFUSE);
    WorkflowStub run = stage().begin(saga);
    awaitUndoWaiting(run, "two");

    skip(run, "two", 1);

    assertThat(outcome(run).status()).isEqualTo(COMPENSATION_FAILED);
    assertThat(cast().done).containsExactly("one", "two", "undo one");
  }

  @Test
  void a_story_that_refuses_on_a_way_goes_the_other() {
    Told saga =
        tell(
            type("telling", ONE, TWO, THREE, PIVOT),
            (run, _) -> {
              run.step(ONE, GO);
              run.attempt(
                  "first-way",
                  () -> {
                    run.step(TWO, GO);
                    throw run.refuse("too-dear", "more than the customer may spend");
                  },
                  why -> run.step(THREE, new Line(why.code())));
              run.step(PIVOT, GO);
            });

    assertThat(outcome(stage().begin(saga)).status()).isEqualTo(COMPLETED);
    assertThat(cast().done).containsExactly("one", "two", "undo two", "three", "pivot");
  }

  @Test
  void a_story_that_refuses_on_the_other_way_names_the_step_that_led_to_it() {
    Told saga =
        tell(
            type("telling", ONE, TWO, PIVOT),
            (run, _) -> {
              run.attempt(
                  "both",
                  () -> {
                    SagaRun.Branch<Line> two = run.branch(() -> run.step(TWO, GO));
                    SagaRun.Branch<Line> one = run.branch(() -> run.step(ONE, GO));
                    run.join(Join.WAIT_FOR_ALL, one, two);
                    return GO;
                  },
                  why -> {
                    throw run.refuse("no-both", why.message());
                  });
              run.step(PIVOT, GO);
            });
    cast().cue("two", Cue.REFUSE);

    assertThat(outcome(stage().begin(saga)).failure())
        .isEqualTo(new SagaFailure("two", "no-both", "not today"));
  }

  @Test
  void a_saga_that_is_called_off_goes_no_other_way() {
    Told saga = twoWays();
    Hold held = cast().hold("two");
    WorkflowStub run = stage().begin(saga);
    held.awaitReached();
    compensate(run);
    held.letGo();

    assertThat(outcome(run).status()).isEqualTo(COMPENSATED);
    assertThat(cast().done).containsExactly("one", "two", "undo two", "undo one");
  }

  /** Its way failed by itself, in the moment in which nobody wanted another one any more. */
  @Test
  void a_saga_that_is_called_off_while_its_way_fails_goes_no_other_way() {
    Told saga = oneWayOrNone();
    Hold held = cast().hold("one");
    cast().cue("one", Cue.REFUSE);
    WorkflowStub run = stage().begin(saga);
    held.awaitReached();
    compensate(run);
    held.letGo();

    assertThat(outcome(run).failure()).extracting(SagaFailure::code).isEqualTo("called-off");
    assertThat(cast().journal)
        .containsExactly(
            "started", "turned refused", "back at way", "turned called-off", "compensated");
  }

  @Test
  void a_saga_that_is_called_off_while_its_way_is_undone_is_not_asked_for_another() {
    Told saga = oneWayOrNone();
    cast().cue("two", Cue.REFUSE);
    Hold held = cast().hold("undo one");
    WorkflowStub run = stage().begin(saga);
    held.awaitReached();
    compensate(run);
    held.letGo();

    assertThat(outcome(run).failure()).extracting(SagaFailure::code).isEqualTo("called-off");
    assertThat(cast().done).containsExactly("one", "undo one");
  }

  @Test
  void a_run_that_went_another_way_before_though_it_was_called_off_goes_on_as_it_began()
      throws Exception {
    Stage.replayRecorded("other-way-though-called-off.json", oneWayOrNone());
  }

  private Told oneWayOrNone() {
    return tell(
        type("telling", ONE, TWO, PIVOT),
        (run, _) -> {
          run.attempt(
              "way",
              () -> {
                run.step(ONE, GO);
                return run.step(TWO, GO);
              },
              why -> {
                throw run.refuse("no-way", why.message());
              });
          run.step(PIVOT, GO);
        });
  }

  @Test
  void a_saga_can_be_called_off_while_it_goes_back_to_a_savepoint() {
    Told saga = twoWays();
    cast().cue("three", Cue.REFUSE);
    cast().cue("undo two", Cue.REFUSE);
    WorkflowStub run = stage().begin(saga);
    awaitUndoWaiting(run, "two");

    compensate(run);
    retry(run, "two", 1);

    assertThat(outcome(run).failure()).extracting(SagaFailure::code).isEqualTo("called-off");
    assertThat(cast().done).containsExactly("one", "two", "undo two", "undo one");
  }

  @Test
  void a_branch_beside_a_way_that_is_given_up_goes_on() {
    Told saga =
        tell(
            type("telling", ONE, TWO, THREE, PIVOT),
            (run, _) -> {
              SagaRun.Branch<Line> beside =
                  run.branch(
                      () -> {
                        run.step(ONE, GO);
                        return run.step(TWO, GO);
                      });
              run.attempt("way", () -> run.step(THREE, GO), _ -> GO);
              run.join(Join.WAIT_FOR_ALL, beside);
              run.step(PIVOT, GO);
            });
    Hold held = cast().hold("one");
    cast().cue("three", Cue.REFUSE);
    WorkflowStub run = stage().begin(saga);
    await().until(() -> cast().journal.contains("back at way"));
    held.letGo();

    assertThat(outcome(run).status()).isEqualTo(COMPLETED);
    assertThat(cast().done).containsExactly("one", "two", "pivot");
    // Only what comes behind the way, as the story goes, is taken in another round.
    assertThat(cast().commands)
        .anyMatch(command -> command.endsWith("/two/1"))
        .anyMatch(command -> command.endsWith("/pivot/2"));
  }

  /** A lost run may have come there by either way, or both: nothing it did is taken for ours. */
  @Test
  void what_comes_behind_several_ways_that_were_given_up_has_a_round_of_its_own() {
    Told saga =
        tell(
            type("telling", ONE, TWO, PIVOT),
            (run, _) -> {
              SagaRun.Branch<Line> one =
                  run.branch(() -> run.attempt("one-way", () -> run.step(ONE, GO), _ -> GO));
              SagaRun.Branch<Line> two =
                  run.branch(() -> run.attempt("two-way", () -> run.step(TWO, GO), _ -> GO));
              run.join(Join.WAIT_FOR_ALL, one, two);
              run.step(PIVOT, GO);
            });
    cast().cue("one", Cue.REFUSE);
    cast().cue("two", Cue.REFUSE);

    assertThat(outcome(stage().begin(saga)).status()).isEqualTo(COMPLETED);
    assertThat(cast().commands).singleElement().asString().endsWith("/pivot/3");
  }

  /** Also where only a lost run has given them up. */
  @Test
  void the_other_way_is_told_apart_from_other_ways_within_the_one_given_up() {
    Told saga =
        tell(
            type("telling", ONE, TWO),
            (run, _) -> run.attempt("way", () -> run.step(ONE, GO), _ -> run.step(TWO, GO)));
    cast().cue("one", Cue.REFUSE);
    cast().sinceSavepoint =
        new Standing(false, List.of(), null, null, false, null, List.of("inner"));

    assertThat(outcome(stage().begin(saga)).status()).isEqualTo(COMPLETED);
    assertThat(cast().commands).singleElement().asString().endsWith("/two/3");
  }

  @Test
  void what_a_way_began_has_settled_before_it_is_given_up() {
    Told saga =
        tell(
            type("telling", ONE, TWO, THREE, PIVOT),
            (run, _) -> {
              run.attempt(
                  "way",
                  () -> {
                    SagaRun.Branch<Line> beside =
                        run.branch(
                            () -> {
                              run.step(ONE, GO);
                              return run.step(TWO, GO);
                            });
                    run.step(THREE, GO);
                    run.join(Join.WAIT_FOR_ALL, beside);
                    return beside.answer();
                  },
                  _ -> GO);
              run.step(PIVOT, GO);
            });
    Hold held = cast().hold("one");
    cast().cue("three", Cue.REFUSE);
    WorkflowStub run = stage().begin(saga);
    held.awaitReached();
    await().until(() -> Stage.status(run, "three") == Ledger.StepStatus.FAILED);
    assertThat(cast().journal).containsExactly("started");
    held.letGo();

    assertThat(outcome(run).status()).isEqualTo(COMPLETED);
    assertThat(cast().done).containsExactly("one", "undo one", "pivot");
  }
}
