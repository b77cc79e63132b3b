package dev.skald.workflows.engine;

import static dev.skald.workflows.engine.Rehearsal.AFTER;
import static dev.skald.workflows.engine.Rehearsal.ONE;
import static dev.skald.workflows.engine.Rehearsal.PIVOT;
import static dev.skald.workflows.engine.Rehearsal.THREE;
import static dev.skald.workflows.engine.Rehearsal.TWO;
import static dev.skald.workflows.engine.Rehearsal.slow;
import static dev.skald.workflows.engine.Rehearsal.type;
import static dev.skald.workflows.engine.SagaStatus.COMPENSATED;
import static dev.skald.workflows.engine.SagaStatus.COMPENSATION_FAILED;
import static dev.skald.workflows.engine.SagaStatus.COMPLETED;
import static dev.skald.workflows.engine.Stage.awaitUndoWaiting;
import static dev.skald.workflows.engine.Stage.awaitWaiting;
import static dev.skald.workflows.engine.Stage.compensate;
import static dev.skald.workflows.engine.Stage.line;
import static dev.skald.workflows.engine.Stage.outcome;
import static dev.skald.workflows.engine.Stage.resolve;
import static dev.skald.workflows.engine.Stage.retry;
import static dev.skald.workflows.engine.Stage.skip;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.skald.workflows.engine.Rehearsal.Cast;
import dev.skald.workflows.engine.Rehearsal.Cue;
import dev.skald.workflows.engine.Rehearsal.Hold;
import dev.skald.workflows.engine.Rehearsal.Line;
import dev.skald.workflows.engine.Rehearsal.Parts;
import dev.skald.workflows.engine.Rehearsal.Told;
import dev.skald.workflows.engine.SagaJournal.SettledUndo;
import dev.skald.workflows.engine.SagaJournal.Standing;
import dev.skald.workflows.engine.SagaJournal.StandingStep;
import dev.skald.workflows.engine.SagaRun.Join;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowStub;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a story can be made of besides plain steps. */
class StoriesTest {

  private static final Backoff BACKOFF = Backoff.fixed(ofSeconds(1));
  private static final Line GO = new Line("go");

  private static final Step<Parts, Line, Line> PERHAPS =
      Step.optional(
          "perhaps",
          Parts.class,
          Parts::play,
          Parts::takeBack,
          slow(ofSeconds(5)).tries(2, BACKOFF).thenGoOn());

  private static final Step<Parts, Line, Line> PERHAPS_NOT =
      Step.optional(
          "perhaps-not", Parts.class, Parts::play, slow(ofSeconds(5)).tries(2, BACKOFF).thenGoOn());

  private static final Step<Parts, Line, Line> ASKING =
      Step.reversible(
          "asking",
          Parts.class,
          Parts::play,
          Parts::takeBack,
          slow(ofSeconds(5)).tries(2, BACKOFF).thenAskOperator());

  private static final Step<Parts, Line, Line> QUICK =
      Step.reversible(
          "quick",
          Parts.class,
          Parts::play,
          Parts::takeBack,
          Limits.quick(ofSeconds(5)).usually(ofMillis(10)).tries(3, BACKOFF).thenCompensate());

  private static final OutsideEvent<Line> CONFIRMED =
      new OutsideEvent<>(
          "await-confirmation",
          "confirmed",
          Line.class,
          slow(ofMinutes(15)).once().thenCompensate());

  private @Nullable Stage stage;

  @AfterEach
  void stop() {
    Objects.requireNonNull(stage).close();
  }

  @Test
  void an_optional_step_that_fails_changes_nothing() {
    Told saga =
        tell(
            type("telling", ONE, PERHAPS, PERHAPS_NOT, PIVOT),
            (run, _) -> {
              run.step(ONE, GO);
              run.optional(PERHAPS, run.optional(PERHAPS_NOT, GO).orElse(GO));
              run.step(PIVOT, GO);
            });
    cast().cue("perhaps", Cue.FAIL, Cue.FAIL);
    cast().cue("perhaps-not", Cue.REFUSE);

    assertThat(outcome(stage().begin(saga)).status()).isEqualTo(COMPLETED);
    assertThat(cast().done).containsExactly("one", "pivot");
  }

  @Test
  void an_optional_step_that_was_done_is_undone_with_the_others() {
    Told saga =
        tell(
            type("telling", ONE, PERHAPS, TWO),
            (run, _) -> {
              run.step(ONE, GO);
              run.optional(PERHAPS, GO);
              run.step(TWO, GO);
            });
    cast().cue("two", Cue.REFUSE);

    assertThat(outcome(stage().begin(saga)).status()).isEqualTo(COMPENSATED);
    assertThat(cast().done).containsExactly("one", "perhaps", "undo perhaps", "undo one");
  }

  @Test
  void quick_steps_need_no_events_of_their_own_and_failed_ones_go_on_as_slow() {
    Told saga = tell(type("telling", QUICK), (run, _) -> run.step(QUICK, GO));

    WorkflowStub well = stage().begin(saga);
    outcome(well);
    assertThat(stage().has(well, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)).isFalse();

    cast().cue("quick", Cue.FAIL, Cue.FAIL);
    WorkflowStub twice = stage().begin(saga);
    assertThat(outcome(twice).status()).isEqualTo(COMPLETED);
    assertThat(stage().count(twice, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)).isEqualTo(1);

    cast().cue("quick", Cue.FAIL, Cue.FAIL, Cue.FAIL);
    assertThat(outcome(stage().begin(saga)).status()).isEqualTo(COMPENSATED);
  }

  @Test
  void a_quick_step_that_is_refused_is_not_tried_again() {
    Told saga = tell(type("telling", QUICK), (run, _) -> run.step(QUICK, GO));
    cast().cue("quick", Cue.REFUSE);

    assertThat(outcome(stage().begin(saga)).failure())
        .isEqualTo(new SagaFailure("quick", "refused", "not today"));
    assertThat(cast().done).isEmpty();
  }

  @Test
  void a_quick_step_that_has_one_try_may_take_all_of_its_time() {
    Step<Parts, Line, Line> once =
        Step.reversible(
            "once",
            Parts.class,
            Parts::play,
            Parts::takeBack,
            Limits.quick(ofSeconds(8)).usually(ofMillis(10)).once().thenCompensate());
    Told saga = tell(type("telling", once), (run, _) -> run.step(once, GO));
    Hold held = cast().hold("once");
    WorkflowStub run = stage().begin(saga);
    held.awaitReached();

    await().during(ofMillis(2500)).until(() -> cast().journal.equals(List.of("started")));
    held.letGo();

    assertThat(outcome(run).status()).isEqualTo(COMPLETED);
    assertThat(cast().done).containsExactly("once");
  }

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
    Told saga = threeBranches(Join.FAIL_FAST);
    Hold held = cast().hold("one");
    cast().cue("two", Cue.REFUSE);
    WorkflowStub run = stage().begin(saga);
    held.awaitReached();
    await().until(() -> Stage.status(run, "two") == Ledger.StepStatus.FAILED);
    assertThat(cast().journal).containsExactly("started");
    held.letGo();

    assertThat(outcome(run).failure()).extracting(SagaFailure::step).isEqualTo("two");
    assertThat(cast().done).containsExactly("one", "undo one");
    assertThat(cast().journal).doesNotContain("failed one called-off");
  }

  @Test
  void branches_that_are_waited_for_go_on_to_their_ends() {
    Told saga = threeBranches(Join.WAIT_FOR_ALL);
    Hold held = cast().hold("one");
    cast().cue("two", Cue.REFUSE);
    WorkflowStub run = stage().begin(saga);
    held.awaitReached();
    await().until(() -> Stage.status(run, "two") == Ledger.StepStatus.FAILED);
    held.letGo();

    assertThat(outcome(run).failure()).extracting(SagaFailure::step).isEqualTo("two");
    assertThat(cast().done).containsExactly("one", "three", "undo three", "undo one");
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
  void what_has_happened_after_all_when_people_settle_it_is_undone_by_its_own_undo() {
    Told saga =
        tell(
            type("telling", ASKING, TWO),
            (run, _) -> {
              run.step(ASKING, GO);
              run.step(TWO, GO);
            });
    cast().cue("asking", Cue.FAIL, Cue.FAIL);
    cast().cue("two", Cue.REFUSE);
    cast().late.add("asking");
    WorkflowStub run = stage().begin(saga);
    awaitWaiting(run, "asking");

    resolve(run, "asking", 1, Map.of("text", "by hand"));

    assertThat(outcome(run).status()).isEqualTo(COMPENSATED);
    assertThat(cast().done).containsExactly("undo asking");
  }

  @Test
  void what_was_decided_holds_where_the_saga_is_called_off_at_the_same_time() {
    Decision decision = new Decision(1, "because", null, Stage.ORIGIN);
    Told saga =
        tell(
            type("telling", ONE, ASKING),
            (run, _) -> {
              Operator operator =
                  new Operator(new Conditions(new Ledger(Map.of("asking", ASKING))));
              operator.askAboutStep(ASKING, "asking", false);
              AtomicReference<DecisionKind> decided = new AtomicReference<>();
              CancellationScope scope =
                  Workflow.newCancellationScope(() -> decided.set(operator.await("asking").kind()));
              Promise<Void> outside =
                  Async.procedure(
                      () -> {
                        operator.decide("asking", DecisionKind.RESOLVE, decision);
                        scope.cancel("the customer called");
                      });
              scope.run();
              outside.get();
              run.step(ONE, new Line(decided.get().name()));
            });

    assertThat(outcome(stage().begin(saga)).status()).isEqualTo(COMPLETED);
  }

  @Test
  void a_story_may_refuse_and_all_is_undone() {
    Told saga =
        tell(
            type("telling", ONE, TWO, PIVOT),
            (run, _) -> {
              run.step(ONE, GO);
              run.step(TWO, GO);
              if (!run.businessKey().isEmpty()) {
                throw run.refuse("too-dear", "more than the customer may spend");
              }
              run.step(PIVOT, GO);
            });

    SagaOutcome outcome = outcome(stage().begin(saga));

    assertThat(outcome.status()).isEqualTo(COMPENSATED);
    assertThat(outcome.failure())
        .isEqualTo(new SagaFailure("two", "too-dear", "more than the customer may spend"));
    assertThat(cast().done).containsExactly("one", "two", "undo two", "undo one");
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

  private Told twoWays() {
    return tell(
        type("telling", ONE, TWO, THREE, PIVOT),
        (run, _) -> {
          run.step(ONE, GO);
          run.attempt(
              "first-way",
              () -> {
                run.step(TWO, GO);
                return run.step(THREE, GO);
              },
              _ -> run.step(TWO, GO));
          run.step(PIVOT, GO);
        });
  }

  @Test
  void a_nested_saga_is_undone_with_the_outer_one() {
    Told inner = new Told(type("inner", ONE, TWO), StoriesTest::oneAndTwo);
    Nested<Line> nested = new Nested<>("first", inner);
    Told saga =
        tell(
            type("telling", nested, THREE),
            (run, _) -> {
              run.tell(nested, GO);
              run.step(THREE, GO);
            });
    cast().cue("three", Cue.REFUSE);

    assertThat(outcome(stage().begin(saga)).status()).isEqualTo(COMPENSATED);
    assertThat(cast().done)
        .containsExactly("first.one", "first.two", "undo first.two", "undo first.one");
  }

  private static void oneAndTwo(SagaRun run, Line request) {
    run.step(ONE, request);
    run.step(TWO, request);
  }

  @Test
  void an_event_from_outside_may_come_before_or_after_it_is_waited_for() {
    Told saga = waiting();
    cast().events.put("confirmed", Map.of("text", "yes"));
    assertThat(outcome(stage().begin(saga)).status()).isEqualTo(COMPLETED);

    cast().events.clear();
    WorkflowStub run = stage().begin(saga);
    awaitWaiting(run, "await-confirmation");
    cast().events.put("confirmed", Map.of("text", "yes"));
    run.signal("eventReceived", "confirmed");

    assertThat(outcome(run).status()).isEqualTo(COMPLETED);
  }

  @Test
  void an_event_that_does_not_come_in_time_leads_back() {
    Told saga = waiting();

    assertThat(outcome(stage().begin(saga)).failure())
        .isEqualTo(new SagaFailure("await-confirmation", "timed-out", "no confirmed in PT15M"));
    assertThat(cast().done).containsExactly("one", "undo one");
  }

  private Told waiting() {
    return tell(
        type("telling", ONE, CONFIRMED, PIVOT),
        (run, _) -> {
          run.step(ONE, GO);
          run.step(PIVOT, run.await(CONFIRMED));
        });
  }

  @Test
  void a_deadline_calls_the_saga_off_but_not_past_the_pivot() {
    OutsideEvent<Line> late =
        new OutsideEvent<>(
            "await-long", "late", Line.class, slow(ofHours(5)).once().thenCompensate());
    Told saga =
        tell(
            type("telling", ONE, late),
            (run, _) -> {
              run.step(ONE, GO);
              run.await(late);
            });

    assertThat(outcome(stage().begin(saga)).failure())
        .extracting(SagaFailure::code)
        .isEqualTo("deadline-passed");
    assertThat(cast().done).containsExactly("one", "undo one");
  }

  @Test
  void a_step_whose_tries_run_out_may_wait_for_an_operator_to_retry_it() {
    WorkflowStub run = asking();

    retry(run, "asking", 1);

    assertThat(outcome(run).status()).isEqualTo(COMPLETED);
    assertThat(cast().done).containsExactly("one", "asking", "pivot");
  }

  @Test
  void all_tries_count_once_they_have_run_out() {
    WorkflowStub run = asking();

    assertThat(line(run, "asking").attempts()).isEqualTo(2);
    assertThat(cast().failed).extracting(StepCall::triesBefore).containsExactly(2);

    resolve(run, "asking", 1, Map.of("text", "by hand"));
    assertThat(outcome(run).status()).isEqualTo(COMPLETED);
    assertThat(line(run, "asking").attempts()).isEqualTo(2);
  }

  @Test
  void a_step_that_failed_finally_says_nothing_of_tries_that_it_did_not_have() {
    Told saga = tell(type("telling", ONE, PIVOT), (run, _) -> run.step(ONE, GO));
    cast().cue("one", Cue.BREAK);

    assertThat(outcome(stage().begin(saga)).status()).isEqualTo(COMPENSATED);

    assertThat(cast().failed).extracting(StepCall::triesBefore).containsExactly(0);
  }

  @Test
  void a_step_that_an_operator_skips_leads_back() {
    WorkflowStub run = asking();

    skip(run, "asking", 1);

    assertThat(outcome(run).status()).isEqualTo(COMPENSATED);
    assertThat(cast().done).containsExactly("one", "undo asking", "undo one");
  }

  @Test
  void a_step_that_an_operator_did_by_hand_is_undone_by_hand() {
    WorkflowStub run = asking();
    cast().cue("pivot", Cue.REFUSE);

    assertThatThrownBy(() -> resolve(run, "asking", 1))
        .hasStackTraceContaining("only be resolved with its answer");
    resolve(run, "asking", 1, Map.of("text", "by hand"));
    awaitUndoWaiting(run, "asking");
    assertThatThrownBy(() -> retry(run, "asking", 2)).hasStackTraceContaining("undo it by hand");
    resolve(run, "asking", 2);

    assertThat(outcome(run).status()).isEqualTo(COMPENSATED);
    assertThat(cast().done).containsExactly("one", "undo one");
  }

  @Test
  void a_decision_about_an_earlier_question_settles_nothing() {
    WorkflowStub run = asking();
    cast().cue("asking", Cue.FAIL, Cue.FAIL);
    retry(run, "asking", 1);
    await().until(() -> cast().journal.contains("asked asking 2"));
    awaitWaiting(run, "asking");

    assertThatThrownBy(() -> skip(run, "asking", 1)).hasStackTraceContaining("decided before");
    retry(run, "asking", 2);

    assertThat(outcome(run).status()).isEqualTo(COMPLETED);
  }

  @Test
  void a_saga_that_waits_for_an_operator_can_be_called_off() {
    WorkflowStub run = asking();

    compensate(run);

    assertThat(outcome(run).status()).isEqualTo(COMPENSATED);
    assertThat(cast().done).containsExactly("one", "undo asking", "undo one");
  }

  private WorkflowStub asking() {
    Told saga =
        tell(
            type("telling", ONE, ASKING, PIVOT),
            (run, _) -> {
              run.step(ONE, GO);
              run.step(ASKING, GO);
              run.step(PIVOT, GO);
            });
    cast().cue("asking", Cue.FAIL, Cue.FAIL);
    WorkflowStub run = stage().begin(saga);
    awaitWaiting(run, "asking");
    return run;
  }

  @Test
  void a_saga_that_has_done_all_its_steps_cannot_be_called_off() {
    Told saga = tell(type("telling", ONE), (run, _) -> run.step(ONE, GO));
    Hold held = cast().hold("completed");
    WorkflowStub run = stage().begin(saga);
    held.awaitReached();

    assertThatThrownBy(() -> compensate(run)).hasStackTraceContaining("done all its steps");
    held.letGo();

    assertThat(outcome(run).status()).isEqualTo(COMPLETED);
    assertThat(cast().done).containsExactly("one");
  }

  @Test
  void what_the_log_knows_and_the_run_does_not_is_undone_first() {
    Told saga = tell(type("telling", ONE, TWO, THREE), StoriesTest::oneAndTwo);
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

  @Test
  void a_saga_whose_pivot_stands_in_the_log_goes_forward_whatever_it_remembers() {
    Told saga =
        tell(
            type("telling", ONE, PIVOT, AFTER),
            (run, _) -> {
              run.step(ONE, GO);
              run.step(PIVOT, GO);
              run.step(AFTER, GO);
            });
    cast().cue("one", Cue.FAIL, Cue.FAIL, Cue.FAIL, Cue.FAIL);
    cast().standing = new Standing(true, List.of());

    assertThat(outcome(stage().begin(saga)).status()).isEqualTo(COMPLETED);
    assertThat(cast().done).containsExactly("one", "pivot", "after");
  }

  @Test
  void a_saga_that_had_turned_back_is_undone_although_all_its_steps_answered() {
    Told saga = tell(type("telling", ONE, TWO), StoriesTest::oneAndTwo);
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
  void an_undo_keeps_no_pauses_of_its_step() {
    Step<Parts, Line, Line> patient =
        Step.reversible(
            "patient",
            Parts.class,
            Parts::play,
            Parts::takeBack,
            slow(ofSeconds(5)).tries(3, Backoff.linear(ofMinutes(1), ofHours(2))).thenCompensate());
    Told saga =
        tell(
            type("telling", patient, TWO),
            (run, _) -> {
              run.step(patient, GO);
              run.step(TWO, GO);
            });
    cast().cue("two", Cue.REFUSE);
    cast().cue("undo patient", Cue.FAIL);

    assertThat(outcome(stage().begin(saga)).status()).isEqualTo(COMPENSATED);
    assertThat(cast().undos).hasSize(2).allSatisfy(undo -> assertThat(undo.pauses()).isNull());
  }

  @Test
  void a_run_that_repairs_another_one_undoes_what_stands() {
    Told saga = tell(type("telling", ONE, TWO), StoriesTest::oneAndTwo);
    cast().standing =
        new Standing(false, List.of(new StandingStep("one", 1, Map.of("text", "x"), false)));

    WorkflowStub run =
        stage().begin(saga, new SagaStart.Repair(SagaStart.Repair.Kind.UNDO, "was terminated"));

    assertThat(outcome(run).status()).isEqualTo(COMPENSATED);
    assertThat(cast().done).containsExactly("undo one");
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
    // The rollback closed all commands that were open, and its first one was that.
    assertThat(cast().commands).anyMatch(command -> command.endsWith("/two/2"));
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
  void a_deadline_passes_while_an_operator_is_asked_at_the_very_first() {
    Step<Parts, Line, Line> care =
        Step.reversible(
            "care",
            Parts.class,
            Parts::play,
            Parts::takeBack,
            Limits.quick(ofSeconds(1)).usually(ofMillis(10)).once().thenAskOperator());
    Told saga = tell(type("telling", care), (run, _) -> run.step(care, GO));
    cast().cue("care", Cue.FAIL);

    assertThat(outcome(stage().begin(saga)).failure())
        .extracting(SagaFailure::code)
        .isEqualTo("deadline-passed");
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

  @Test
  void past_the_pivot_nobody_goes_on_without_an_answer_that_is_needed() {
    Told saga = tell(type("telling", ONE, TWO, PIVOT), StoriesTest::oneAndTwo);
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
  void a_rollback_in_which_people_gave_up_before_ends_the_saga() {
    Told saga = twoWays();
    cast().cue("three", Cue.REFUSE);
    cast().standing =
        new Standing(false, List.of(), null, List.of(new SettledUndo("two", 1, true)));

    assertThat(outcome(stage().begin(saga)).status()).isEqualTo(COMPENSATION_FAILED);
    assertThat(cast().done).containsExactly("one", "two", "undo one");
  }

  @Test
  void past_the_pivot_a_step_that_is_refused_now_waits_for_an_operator() {
    Told saga =
        tell(
            type("telling", ONE, TWO, PIVOT),
            (run, _) -> {
              run.step(ONE, GO);
              run.step(TWO, GO);
              run.step(PIVOT, GO);
            });
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
  void what_people_settled_in_a_lost_run_is_not_undone_once_more() {
    Told saga = tell(type("telling", ONE, TWO, THREE), StoriesTest::oneAndTwo);
    cast().cue("two", Cue.UNDONE);
    cast().standing =
        new Standing(false, List.of(), null, List.of(new SettledUndo("one", 1, false)));

    assertThat(outcome(stage().begin(saga)).status()).isEqualTo(COMPENSATED);
    assertThat(cast().done).containsExactly("one");
  }

  @Test
  void what_people_gave_up_on_in_a_lost_run_stays_given_up() {
    Told saga = tell(type("telling", ONE, TWO), StoriesTest::oneAndTwo);
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
    Told saga = tell(type("telling", ONE, TWO), StoriesTest::oneAndTwo);
    cast().cue("two", Cue.UNDONE);
    cast().standing = new Standing(false, List.of(new StandingStep("one", 1, Map.of(), true)));
    WorkflowStub run = stage().begin(saga);
    awaitUndoWaiting(run, "one");

    resolve(run, "one", 1);

    assertThat(outcome(run).status()).isEqualTo(COMPENSATED);
    assertThat(cast().done).containsExactly("one");
  }

  private Told tell(SagaType<Line> type, BiConsumer<SagaRun, Line> story) {
    Told saga = new Told(type, story);
    stage = new Stage(saga);
    return saga;
  }

  private Stage stage() {
    return Objects.requireNonNull(stage);
  }

  private Cast cast() {
    return stage().cast;
  }
}
