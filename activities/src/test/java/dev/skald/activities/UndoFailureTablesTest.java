package dev.skald.activities;

import static dev.skald.activities.Fault.FAILS_AFTER_ITS_COMMIT;
import static dev.skald.activities.Fault.FAILS_FOR_NOW;
import static dev.skald.activities.Fault.REFUSED;
import static dev.skald.activities.Fault.TASK_LOST_AFTER;
import static dev.skald.activities.Fault.TASK_LOST_BEFORE;
import static dev.skald.activities.Fault.TIMES_OUT;
import static dev.skald.activities.Fault.TIMES_OUT_AFTER_ITS_COMMIT;

import dev.skald.activities.FailureTable.Row;
import dev.skald.activities.FailureTable.Script;
import dev.skald.domain.sagas.SagaEvent.SagaCompensated;
import dev.skald.domain.sagas.SagaEvent.SagaCompensationFailed;
import dev.skald.workflows.Sagas;
import dev.skald.workflows.engine.DecisionKind;
import dev.skald.workflows.engine.Saga;
import java.util.ArrayList;
import java.util.List;
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
    table = new FailureTable(AT_A_TIME);
  }

  @AfterAll
  static void stop() {
    table.close();
  }

  @TestFactory
  Stream<DynamicTest> whatever_goes_wrong_at_an_undo_all_others_are_done_and_nothing_is_hidden()
      throws Exception {
    List<Row> rows = new ArrayList<>();
    for (Saga<?> saga : Sagas.ALL) {
      Story story = new Story(saga);
      for (String step : story.undosAt(story.lastWayBack(), false)) {
        PASSING.forEach(fault -> rows.add(passing(saga, story, step, fault)));
        for (DecisionKind decision : DecisionKind.values()) {
          rows.add(refused(saga, story, step, decision));
        }
      }
    }
    return table.play(rows);
  }

  private static Row passing(Saga<?> saga, Story story, String step, Fault fault) {
    return new Row(
        "%s: undo of %s %s".formatted(saga.type().name(), step, fault),
        saga,
        List.of(turningBack(story), Trouble.atUndo(step, fault, SOME_TRIES)),
        Script.NOTHING,
        SagaCompensated.class,
        story.undosAt(story.lastWayBack(), false),
        true);
  }

  /** What is not undone is as it was, so that the world is not as before. */
  private static Row refused(Saga<?> saga, Story story, String step, DecisionKind decision) {
    Trouble trouble = Trouble.atUndo(step, REFUSED, 1);
    List<String> undos = new ArrayList<>(story.undosAt(story.lastWayBack(), false));
    undos.remove(step);
    if (decision == DecisionKind.RETRY) {
      undos.add(step);
    }
    return new Row(
        "%s: undo of %s refused, then %s".formatted(saga.type().name(), step, decision),
        saga,
        List.of(turningBack(story), trouble),
        run -> {
          run.awaitUndoAsked(step);
          trouble.letGo();
          run.decideOnUndo(step, decision);
        },
        decision == DecisionKind.SKIP ? SagaCompensationFailed.class : SagaCompensated.class,
        undos,
        decision == DecisionKind.RETRY);
  }

  private static Trouble turningBack(Story story) {
    return Trouble.at(story.lastWayBack(), REFUSED, 1);
  }
}
