package dev.skald.workflows.engine;

import static dev.skald.workflows.engine.Rehearsal.ONE;
import static dev.skald.workflows.engine.Rehearsal.TWO;
import static dev.skald.workflows.engine.Rehearsal.slow;
import static dev.skald.workflows.engine.Rehearsal.type;
import static dev.skald.workflows.engine.Stage.awaitUndoWaiting;
import static dev.skald.workflows.engine.Stage.outcome;
import static dev.skald.workflows.engine.Stage.retry;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.workflows.engine.Rehearsal.Cue;
import dev.skald.workflows.engine.Rehearsal.Hold;
import dev.skald.workflows.engine.Rehearsal.Line;
import dev.skald.workflows.engine.Rehearsal.Parts;
import dev.skald.workflows.engine.Rehearsal.Told;
import dev.skald.workflows.engine.SagaRun.Branch;
import dev.skald.workflows.engine.SagaRun.Join;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What happens in one branch while another one is at something else. */
class BesideTest {

  private static final Line GO = new Line("go");

  private static final Step<Parts, Line, Line> READ =
      Step.reading(
          "read",
          Parts.class,
          Parts::play,
          slow(ofHours(1)).tries(3, Backoff.fixed(ofSeconds(1))).thenCompensate());

  @Test
  void an_answer_to_another_question_blocks_the_run_while_another_branch_goes_on() {
    Told saga =
        new Told(
            type("telling", ONE, TWO),
            (run, _) -> {
              Branch<Line> one = run.branch(() -> run.step(ONE, GO));
              Branch<Line> two = run.branch(() -> run.step(TWO, GO));
              run.join(Join.WAIT_FOR_ALL, one, two);
            });
    try (Stage stage = new Stage(saga)) {
      Hold held = stage.cast.hold("one");
      stage.cast.cue("two", Cue.ANSWER_FOR_ANOTHER);
      WorkflowStub run = stage.begin(saga);
      held.awaitReached();

      await().until(() -> stage.has(run, EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED));

      assertThat(stage.cast.journal).containsExactly("started");
    }
  }

  @Test
  void a_deadline_is_watched_by_what_waits_while_another_branch_goes_back() {
    OutsideEvent<Line> late =
        new OutsideEvent<>(
            "await-long", "late", Line.class, slow(ofHours(5)).once().thenCompensate());
    List<Step<Parts, Line, Line>> back = List.of(quick("gone"), quick("refused"));
    List<Step<Parts, Line, Line>> meanwhile =
        IntStream.range(1, 20).mapToObj(n -> quick("meanwhile-" + n)).toList();
    Told saga =
        new Told(
            type(
                "telling",
                Stream.concat(Stream.concat(back.stream(), meanwhile.stream()), Stream.of(late))
                    .toArray(Part[]::new)),
            (run, _) -> {
              Branch<Line> beside =
                  run.branch(
                      () ->
                          run.attempt(
                              "way",
                              () -> {
                                back.forEach(step -> run.step(step, GO));
                                return GO;
                              },
                              _ -> GO));
              meanwhile.forEach(step -> run.step(step, GO));
              run.await(late);
              run.join(Join.WAIT_FOR_ALL, beside);
            });
    try (Stage stage = new Stage(saga)) {
      stage.cast.cue("refused", Cue.REFUSE);
      stage.cast.cue("undo gone", Cue.REFUSE);
      WorkflowStub run = stage.begin(saga);
      awaitUndoWaiting(run, "gone");
      await().until(() -> Stage.status(run, "await-long") == Ledger.StepStatus.WAITING);

      retry(run, "gone", 1);

      assertThat(outcome(run).failure()).extracting(SagaFailure::code).isEqualTo("deadline-passed");
    }
  }

  /** Before, what a way had begun was left to itself, as is now what was begun beside it. */
  @Test
  void a_run_that_gave_a_way_up_before_its_branches_settled_goes_on_as_it_began() throws Exception {
    Told before =
        oneWay(
            run -> {
              run.branch(() -> run.step(READ, GO));
              run.attempt("way", () -> run.step(TWO, GO), _ -> run.step(ONE, GO));
            });
    Told today =
        oneWay(
            run ->
                run.attempt(
                    "way",
                    () -> {
                      run.branch(() -> run.step(READ, GO));
                      return run.step(TWO, GO);
                    },
                    _ -> run.step(ONE, GO)));
    try (Stage stage = new Stage(before)) {
      stage.cast.hold("read");
      Hold held = stage.cast.hold("one");
      stage.cast.cue("two", Cue.REFUSE);
      WorkflowStub run = stage.begin(before);
      held.awaitReached();

      stage.replay(run, today);
    }
  }

  private static Told oneWay(Consumer<SagaRun> story) {
    return new Told(type("telling", READ, TWO, ONE), (run, _) -> story.accept(run));
  }

  private static Step<Parts, Line, Line> quick(String name) {
    return Step.reversible(
        name,
        Parts.class,
        Parts::play,
        Parts::takeBack,
        Limits.quick(ofSeconds(5))
            .usually(ofMillis(10))
            .tries(3, Backoff.fixed(ofSeconds(1)))
            .thenCompensate());
  }
}
