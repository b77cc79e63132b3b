package dev.skald.activities;

import static dev.skald.activities.Fault.REFUSED;
import static dev.skald.workflows.engine.DecisionKind.RETRY;

import dev.skald.activities.FailureTable.Row;
import dev.skald.activities.FailureTable.Script;
import dev.skald.workflows.Sagas;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.StepKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every step of every saga meets every fault. The table is drawn from the definitions: a new step
 * is in it by itself, and a new saga fails here until its setting is told.
 */
class StepFailureTablesTest {

  /** More often than any step is tried that ends. */
  private static final int MORE_THAN_ITS_TRIES = 10;

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
  Stream<DynamicTest> whatever_goes_wrong_at_a_step_it_is_done_or_undone() throws Exception {
    List<Row> rows = new ArrayList<>();
    for (Saga<?> saga : Sagas.ALL) {
      Story story = new Story(saga);
      for (String step : story.steps()) {
        for (Fault fault : Fault.OF_ONE_SAGA) {
          rows.add(row(saga, story, step, fault));
        }
      }
    }
    return table.play(rows);
  }

  private static Row row(Saga<?> saga, Story story, String step, Fault fault) {
    String name = "%s: %s %s".formatted(saga.type().name(), step, fault);
    int times = times(story.kind(step), fault);
    Trouble trouble = Trouble.beside(story.siblings(step), step, fault, times);
    Script script = script(story.kind(step), trouble, fault);
    return turnsBack(story, step, fault)
        ? Row.undone(name, saga, trouble, script, story.undosAt(step, fault != REFUSED))
        : Row.done(name, saga, trouble, script);
  }

  /** What cannot go back is tried until it is done. */
  private static int times(StepKind kind, Fault fault) {
    return switch (fault) {
      case FAILS_FOR_NOW, FAILS_AFTER_ITS_COMMIT -> MORE_THAN_ITS_TRIES;
      case TIMES_OUT, TIMES_OUT_AFTER_ITS_COMMIT ->
          kind == StepKind.PIVOT || kind == StepKind.FORWARD ? 2 : MORE_THAN_ITS_TRIES;
      case REFUSED, ANSWER_LOST -> 1;
      case CALLED_OFF_DURING, CALLED_OFF_AFTER_ITS_COMMIT -> 1;
      case TASK_LOST_BEFORE, TASK_LOST_AFTER, TASK_LOST_AND_CANCELLED -> 1;
      case WORKER_KILLED_DURING, WORKER_KILLED_AFTER_ITS_COMMIT -> 1;
    };
  }

  private static boolean turnsBack(Story story, String step, Fault fault) {
    return switch (fault) {
      case REFUSED -> story.kind(step) == StepKind.REVERSIBLE || story.kind(step) == StepKind.PIVOT;
      case FAILS_FOR_NOW, FAILS_AFTER_ITS_COMMIT, TIMES_OUT, TIMES_OUT_AFTER_ITS_COMMIT ->
          story.kind(step) == StepKind.REVERSIBLE;
      case CALLED_OFF_DURING, CALLED_OFF_AFTER_ITS_COMMIT, TASK_LOST_AND_CANCELLED ->
          !story.isPivotOrLater(step);
      case ANSWER_LOST, TASK_LOST_BEFORE, TASK_LOST_AFTER -> false;
      case WORKER_KILLED_DURING, WORKER_KILLED_AFTER_ITS_COMMIT -> false;
    };
  }

  private static Script script(StepKind kind, Trouble trouble, Fault fault) {
    return switch (fault) {
      case CALLED_OFF_DURING, CALLED_OFF_AFTER_ITS_COMMIT ->
          saga -> {
            trouble.awaitReached();
            saga.callOff();
            trouble.letGo();
          };
      case REFUSED ->
          kind == StepKind.FORWARD
              ? saga -> saga.decideOnStep(trouble.step, RETRY)
              : Script.NOTHING;
      case FAILS_FOR_NOW, FAILS_AFTER_ITS_COMMIT, TIMES_OUT, TIMES_OUT_AFTER_ITS_COMMIT ->
          Script.NOTHING;
      case ANSWER_LOST, TASK_LOST_BEFORE, TASK_LOST_AFTER, TASK_LOST_AND_CANCELLED ->
          Script.NOTHING;
      case WORKER_KILLED_DURING, WORKER_KILLED_AFTER_ITS_COMMIT -> Script.NOTHING;
    };
  }
}
