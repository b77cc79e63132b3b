package dev.skald.activities;

import static dev.skald.activities.Fault.FAILS_AFTER_ITS_COMMIT;
import static dev.skald.activities.Fault.FAILS_FOR_NOW;
import static dev.skald.activities.Fault.REFUSED;
import static dev.skald.activities.Fault.TASK_LOST_AFTER;
import static dev.skald.activities.Fault.TASK_LOST_BEFORE;
import static dev.skald.activities.Fault.TIMES_OUT;
import static dev.skald.activities.Fault.TIMES_OUT_AFTER_ITS_COMMIT;

import dev.skald.activities.FailureTable.Expected;
import dev.skald.activities.FailureTable.Row;
import dev.skald.domain.sagas.SagaEvent.SagaCompensated;
import dev.skald.domain.sagas.SagaEvent.SagaCompensationFailed;
import dev.skald.workflows.engine.DecisionKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every saga is refused where it could still turn back, and then each of its undos goes wrong. */
class UndoFailureTablesTest {

  /** What an undo gets over by itself. */
  private static final List<Fault> PASSING =
      List.of(
          FAILS_FOR_NOW,
          FAILS_AFTER_ITS_COMMIT,
          TIMES_OUT,
          TIMES_OUT_AFTER_ITS_COMMIT,
          TASK_LOST_BEFORE,
          TASK_LOST_AFTER);

  private static final int SOME_TRIES = 3;

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
  Stream<DynamicTest> whatever_goes_wrong_at_an_undo_all_others_are_done_and_nothing_is_hidden()
      throws Exception {
    return table.play(GiftSaga.AND_ALL, UndoFailureTablesTest::rows);
  }

  private static List<Row> rows(Story story) {
    List<Row> rows = new ArrayList<>();
    for (String step : story.undoable()) {
      if (Refused.atLast(story, step).atEnd().contains(step)) {
        // Troubles belong to one row each.
        PASSING.forEach(fault -> rows.add(passing(Refused.atLast(story, step), step, fault)));
        for (DecisionKind decision : DecisionKind.values()) {
          rows.add(refusedAsWell(Refused.atLast(story, step), step, decision));
        }
      }
    }
    Set<String> goneBack = new LinkedHashSet<>();
    for (String goal : story.steps()) {
      for (String step : story.goneTo(goal).undone()) {
        if (goneBack.add(step)) {
          PASSING.forEach(fault -> rows.add(onTheWay(story, goal, step, fault)));
        }
      }
    }
    return rows;
  }

  /** A saga that turns back where it still can. */
  private record Refused(Story story, WayThere way, Trouble trouble, Foretold.Ending ending) {

    static Refused atLast(Story story, String goal) {
      String last = story.lastWayBack(goal);
      Stop no = Stop.refused(last, story.step(last));
      return new Refused(
          story,
          WayThere.to(goal, story),
          Trouble.beside(story.siblings(last, goal), last, REFUSED, 1).refusing(no),
          story.goneTo(goal, no));
    }

    List<String> atEnd() {
      int all = ending.undone().size();
      return ending.undone().subList(all - ending.atEnd(), all);
    }
  }

  private static Row passing(Refused refused, String step, Fault fault) {
    return new Row(
        "%s: undo of %s %s".formatted(refused.story().name(), step, fault),
        refused.story().saga,
        refused.way().and(refused.trouble(), Trouble.atUndo(step, fault, SOME_TRIES)),
        refused.way().script(),
        Expected.of(refused.ending()));
  }

  /** What is not undone is as it was, so that the world is not as before. */
  private static Row refusedAsWell(Refused refused, String step, DecisionKind decision) {
    Trouble trouble = Trouble.atUndo(step, REFUSED, 1);
    List<String> undos = new ArrayList<>(refused.ending().undone());
    undos.remove(undos.lastIndexOf(step));
    if (decision == DecisionKind.RETRY) {
      undos.add(step);
    }
    return new Row(
        "%s: undo of %s refused, then %s".formatted(refused.story().name(), step, decision),
        refused.story().saga,
        refused.way().and(refused.trouble(), trouble),
        refused
            .way()
            .then(
                run -> {
                  run.awaitUndoAsked(step);
                  run.awaitUndone(refused.ending().undone().size() - 1);
                  trouble.letGo();
                  run.decideOnUndo(step, decision);
                }),
        new Expected(
            decision == DecisionKind.SKIP ? SagaCompensationFailed.class : SagaCompensated.class,
            undos,
            refused.ending().goneBack(),
            decision == DecisionKind.RETRY));
  }

  /** What is undone so that the saga can go another way. */
  private static Row onTheWay(Story story, String goal, String step, Fault fault) {
    WayThere way = WayThere.to(goal, story);
    return new Row(
        "%s: undo of %s on the way to %s %s".formatted(story.name(), step, goal, fault),
        story.saga,
        way.and(Trouble.atUndo(step, fault, SOME_TRIES)),
        way.script(),
        Expected.of(story.goneTo(goal)));
  }
}
