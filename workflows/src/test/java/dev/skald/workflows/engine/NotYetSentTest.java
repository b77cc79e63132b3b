package dev.skald.workflows.engine;

import static dev.skald.workflows.engine.Rehearsal.ONE;
import static dev.skald.workflows.engine.Rehearsal.reversible;
import static dev.skald.workflows.engine.Rehearsal.slow;
import static dev.skald.workflows.engine.Rehearsal.type;
import static dev.skald.workflows.engine.SagaStatus.COMPENSATED;
import static dev.skald.workflows.engine.Stage.outcome;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED;
import static io.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED;
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
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is called off in the workflow task that began it, before the server was asked for it. */
class NotYetSentTest extends Tellings {

  /** So many that what began with the first of them waits by the end of the last. */
  private static final List<Step<Parts, Line, Line>> MEANWHILE =
      IntStream.range(1, 5).mapToObj(n -> quick("meanwhile-" + n)).toList();

  private static final Step<Parts, Line, Line> LONG = reversible("long", ofHours(1));
  private static final Step<Parts, Line, Line> LONGER = reversible("longer", ofHours(1));
  private static final Step<Parts, Line, Line> NEXT = quick("next");
  private static final Step<Parts, Line, Line> REFUSED = quick("refused");

  private static final Step<Parts, Line, Line> READ =
      Step.reading(
          "read",
          Parts.class,
          Parts::play,
          slow(ofHours(1)).tries(3, Backoff.fixed(ofSeconds(1))).thenCompensate());

  private static final OutsideEvent<Line> EVENT =
      new OutsideEvent<>(
          "await-event", "event", Line.class, slow(ofHours(5)).once().thenCompensate());

  @Test
  void slow_steps_that_are_called_off_hear_of_it_soon_and_their_run_can_be_replayed()
      throws Exception {
    Told saga =
        calledOff(
            run -> {
              Branch<Line> longer = run.branch(() -> run.step(LONGER, GO));
              run.step(LONG, GO);
              run.join(Join.WAIT_FOR_ALL, longer);
              return GO;
            });
    List<Hold> slow = Stream.of("long", "longer", "one").map(cast()::hold).toList();
    WorkflowStub run = beginAndFail(saga);
    await().until(() -> stage().has(run, EVENT_TYPE_WORKFLOW_TASK_COMPLETED));
    stage().replay(run, saga);

    await().until(() -> stage().count(run, EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED) == 2);
    assertThat(cast().journal).containsExactly("started");
    slow.forEach(Hold::letGo);

    assertThat(outcome(run).status()).isEqualTo(COMPENSATED);
    assertThat(cast().done).containsSubsequence("long", "undo long");
    assertThat(cast().done).containsSubsequence("longer", "undo longer");
    stage().replay(run, saga);
  }

  @Test
  void a_run_that_called_a_wait_for_an_event_off_can_be_replayed() throws Exception {
    Told saga = calledOff(run -> run.await(EVENT));
    WorkflowStub run = beginAndFail(saga);

    assertThat(outcome(run).status()).isEqualTo(COMPENSATED);
    assertThat(cast().journal).contains("failed await-event called-off");
    stage().replay(run, saga);
  }

  /** A deadline is watched from when somebody is asked, and people are told of that as well. */
  @Test
  void a_run_that_ended_in_the_task_in_which_it_asked_an_operator_can_be_replayed()
      throws Exception {
    Step<Parts, Line, Line> asking =
        Step.reversible(
            "asking",
            Parts.class,
            Parts::play,
            Parts::takeBack,
            Limits.quick(ofSeconds(5)).usually(ofMillis(10)).once().thenAskOperator());
    Told saga =
        tell(
            type("telling", asking, REFUSED),
            (run, _) ->
                run.join(
                    Join.FAIL_FAST,
                    run.branch(() -> run.step(asking, GO)),
                    run.branch(() -> run.step(REFUSED, GO))));
    cast().cue("asking", Cue.FAIL);
    cast().cue("refused", Cue.REFUSE);
    Hold refused = cast().hold("refused");
    WorkflowStub run = stage().begin(saga);
    await().until(() -> cast().journal.contains("asked asking 1"));
    refused.letGo();

    assertThat(outcome(run).status()).isEqualTo(COMPENSATED);
    assertThat(stage().count(run, EVENT_TYPE_WORKFLOW_TASK_COMPLETED)).isEqualTo(1);
    stage().replay(run, saga);
  }

  /** It took all of it back at once: a step, a wait for an event, a watch of its deadline. */
  @Test
  void a_run_that_called_off_before_what_was_not_sent_goes_on_as_it_began() throws Exception {
    Told today =
        tell(
            type("telling", READ, EVENT, NEXT, REFUSED),
            (run, _) ->
                run.join(
                    Join.FAIL_FAST,
                    run.branch(() -> run.step(READ, GO)),
                    run.branch(() -> run.await(EVENT)),
                    run.branch(
                        () -> {
                          run.step(NEXT, GO);
                          return run.step(REFUSED, GO);
                        })));

    Stage.replayRecorded("called-off-before-it-was-sent.json", today);
  }

  /** What waits is called off for another branch, when a third one has asked for something. */
  private Told calledOff(Function<SagaRun, Line> waiting) {
    Part[] parts =
        Stream.concat(Stream.of(LONG, LONGER, EVENT, REFUSED, ONE, NEXT), MEANWHILE.stream())
            .toArray(Part[]::new);
    return tell(
        type("telling", parts),
        (run, _) -> {
          Branch<Line> failing =
              run.branch(
                  () -> {
                    Branch<Line> calledOff = run.branch(() -> waiting.apply(run));
                    Branch<Line> refused = run.branch(() -> run.step(REFUSED, GO));
                    run.join(Join.FAIL_FAST, calledOff, refused);
                    return GO;
                  });
          MEANWHILE.forEach(step -> run.step(step, GO));
          Branch<Line> asking = run.branch(() -> run.step(ONE, GO));
          run.step(NEXT, GO);
          run.join(Join.WAIT_FOR_ALL, failing, asking);
        });
  }

  /** Where the next step is under way, what is asked for beside it has been asked for. */
  private WorkflowStub beginAndFail(Told saga) {
    cast().cue("refused", Cue.REFUSE);
    Hold refused = cast().hold("refused");
    Hold next = cast().hold("next");
    WorkflowStub run = stage().begin(saga);
    next.awaitReached();
    refused.letGo();
    next.letGo();
    return run;
  }

  private static Step<Parts, Line, Line> quick(String name) {
    return Step.reversible(
        name,
        Parts.class,
        Parts::play,
        Parts::takeBack,
        Limits.quick(ofSeconds(5)).usually(ofMillis(10)).once().thenCompensate());
  }
}
