package dev.skald.activities;

import static dev.skald.workflows.engine.DecisionKind.RETRY;

import dev.skald.activities.FailureTable.Expected;
import dev.skald.activities.FailureTable.Row;
import dev.skald.activities.FailureTable.Script;
import dev.skald.activities.Trouble.Mishap;
import dev.skald.workflows.engine.DeclaredStep;
import dev.skald.workflows.engine.Limits;
import dev.skald.workflows.engine.OutsideEvent;
import dev.skald.workflows.engine.SagaFailure;
import dev.skald.workflows.engine.StepKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every step of every saga meets every fault. The table is drawn from the definitions: a new step
 * is in it by itself, and a new saga fails here until its setting is told.
 */
class StepFailureTablesTest {

  private static final int SOME = 2;
  private static final int MANY = 10;
  private static final int ALWAYS = Integer.MAX_VALUE;

  private static final int AT_A_TIME = 24;

  private static FailureTable table;

  @BeforeAll
  static void start() {
    table = new FailureTable(GiftSaga.AND_ALL, AT_A_TIME);
  }

  @AfterAll
  static void stop() {
    table.close();
  }

  @TestFactory
  Stream<DynamicTest> whatever_goes_wrong_at_a_step_it_is_done_or_undone() throws Exception {
    return table.play(GiftSaga.AND_ALL, StepFailureTablesTest::rows);
  }

  private static List<Row> rows(Story story) {
    List<Row> rows = new ArrayList<>();
    for (String step : story.steps()) {
      Fault.OF_ONE_SAGA.forEach(fault -> rows.add(row(story, step, fault)));
    }
    for (String event : story.events()) {
      Fault.OF_AN_EVENT.forEach(fault -> rows.add(row(story, event, fault)));
    }
    if (story.isOfAnotherExample()) {
      rows.add(done(story));
      story.lastWayBack().ifPresent(last -> rows.add(row(story, last, Fault.REFUSED)));
    }
    return rows;
  }

  private static Row done(Story story) {
    return new Row(
        story.name() + ": done", story.saga, List.of(), Script.NOTHING, Expected.of(story.told()));
  }

  private static Row row(Story story, String step, Fault fault) {
    WayThere way = WayThere.to(step, story);
    Trouble trouble =
        Trouble.beside(story.siblings(step, step), step, fault, times(story.step(step), fault))
            .refusing(Stop.refused(step, story.step(step)));
    @Nullable Stop stop = stop(story.step(step), step, fault);
    Expected unlessStopped = Expected.of(story.goneTo(step));
    return new Row(
        "%s: %s %s".formatted(story.name(), step, fault),
        story.saga,
        way.and(trouble),
        way.then(script(story.step(step), trouble, fault)),
        stop == null ? unlessStopped : Expected.of(story.goneTo(step, stop)),
        unlessStopped);
  }

  /** What has no end of its tries is tried until it is done. */
  private static int times(DeclaredStep step, Fault fault) {
    boolean endless = step.limits().attempts() == 0;
    return switch (fault) {
      case FAILS_FOR_NOW, FAILS_AFTER_ITS_COMMIT -> endless ? MANY : ALWAYS;
      case TIMES_OUT, TIMES_OUT_AFTER_ITS_COMMIT -> endless ? SOME : ALWAYS;
      case REFUSED, ANSWER_LOST -> 1;
      case CALLED_OFF_DURING, CALLED_OFF_AFTER_ITS_COMMIT -> 1;
      case TASK_LOST_BEFORE, TASK_LOST_AFTER, TASK_LOST_AND_CANCELLED -> 1;
      case WORKER_KILLED_DURING, WORKER_KILLED_AFTER_ITS_COMMIT -> 1;
      case COMES_EARLY, COMES_LATE, COMES_TOO_LATE, NEVER_COMES -> 1;
    };
  }

  /** How the fault stops the story, if nobody helps. */
  private static @Nullable Stop stop(DeclaredStep step, String name, Fault fault) {
    return switch (fault) {
      case REFUSED -> asks(step, fault) ? null : Stop.refused(name, step);
      case FAILS_FOR_NOW, FAILS_AFTER_ITS_COMMIT ->
          asksOrGoesOn(step, fault) ? null : Stop.failed(name, Mishap.class.getName());
      case TIMES_OUT, TIMES_OUT_AFTER_ITS_COMMIT, COMES_TOO_LATE, NEVER_COMES ->
          asksOrGoesOn(step, fault) ? null : Stop.failed(name, SagaFailure.TIMED_OUT);
      case CALLED_OFF_DURING, CALLED_OFF_AFTER_ITS_COMMIT, TASK_LOST_AND_CANCELLED ->
          Stop.calledOff(name);
      case ANSWER_LOST, TASK_LOST_BEFORE, TASK_LOST_AFTER -> null;
      case WORKER_KILLED_DURING, WORKER_KILLED_AFTER_ITS_COMMIT -> null;
      case COMES_EARLY, COMES_LATE -> null;
    };
  }

  private static boolean asksOrGoesOn(DeclaredStep step, Fault fault) {
    return asks(step, fault) || step.limits().attempts() == 0;
  }

  /** Whether an operator has it tried again. */
  private static boolean asks(DeclaredStep step, Fault fault) {
    return switch (fault) {
      case REFUSED -> step.kind() == StepKind.FORWARD;
      case FAILS_FOR_NOW, FAILS_AFTER_ITS_COMMIT -> asksWhenTriesRunOut(step);
      case TIMES_OUT, TIMES_OUT_AFTER_ITS_COMMIT, COMES_TOO_LATE, NEVER_COMES ->
          asksWhenTriesRunOut(step);
      case ANSWER_LOST, CALLED_OFF_DURING, CALLED_OFF_AFTER_ITS_COMMIT -> false;
      case TASK_LOST_BEFORE, TASK_LOST_AFTER, TASK_LOST_AND_CANCELLED -> false;
      case WORKER_KILLED_DURING, WORKER_KILLED_AFTER_ITS_COMMIT -> false;
      case COMES_EARLY, COMES_LATE -> false;
    };
  }

  private static boolean asksWhenTriesRunOut(DeclaredStep step) {
    return step.limits().attempts() > 0 && step.limits().then() == Limits.Then.ASK_OPERATOR;
  }

  private static Script script(DeclaredStep step, Trouble trouble, Fault fault) {
    if (step instanceof OutsideEvent<?> event) {
      return script(event, trouble, fault);
    }
    if (fault == Fault.CALLED_OFF_DURING || fault == Fault.CALLED_OFF_AFTER_ITS_COMMIT) {
      return saga -> {
        trouble.awaitReached();
        saga.callOff();
        trouble.letGo();
      };
    }
    return asks(step, fault) ? saga -> retry(saga, trouble) : Script.NOTHING;
  }

  private static Script script(OutsideEvent<?> event, Trouble trouble, Fault fault) {
    if (fault == Fault.COMES_LATE) {
      return saga -> {
        saga.awaitWaiting(trouble.step);
        saga.send(event.eventType());
      };
    }
    if (fault == Fault.CALLED_OFF_DURING) {
      return saga -> {
        saga.awaitWaiting(trouble.step);
        saga.callOff();
      };
    }
    if (!asks(event, fault)) {
      return Script.NOTHING;
    }
    return saga -> {
      if (fault == Fault.NEVER_COMES) {
        retry(saga, trouble);
      } else {
        saga.awaitAsked(trouble.step);
      }
      saga.send(event.eventType());
    };
  }

  private static void retry(SagaUnderTest saga, Trouble trouble) {
    saga.awaitAsked(trouble.step);
    trouble.mend();
    saga.decideOnStep(trouble.step, RETRY);
  }
}
