package dev.skald.workflows.engine;

import static dev.skald.workflows.engine.Rehearsal.ONE;
import static dev.skald.workflows.engine.Rehearsal.PIVOT;
import static dev.skald.workflows.engine.Rehearsal.TWO;
import static dev.skald.workflows.engine.Rehearsal.type;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.skald.workflows.engine.Rehearsal.Line;
import dev.skald.workflows.engine.Rehearsal.Told;
import io.temporal.client.WorkflowStub;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A story that has changed under its runs. */
class KnownChangesTest {

  private static final Saga<Line> CHANGED =
      new Told(
          type("changed", ONE, TWO, PIVOT),
          (saga, _) -> {
            if (saga.knows("better-way")) {
              saga.step(TWO, new Line("2"));
            } else {
              saga.step(ONE, new Line("1"));
            }
            saga.step(PIVOT, new Line("3"));
          });

  @Test
  void a_run_that_begins_today_knows_all_changes() {
    try (Stage stage = new Stage(CHANGED)) {
      WorkflowStub saga = stage.begin(CHANGED);

      assertThat(Stage.outcome(saga).status()).isEqualTo(SagaStatus.COMPLETED);
      assertThat(stage.cast.done).containsExactly("two", "pivot");
      assertThat(stage.history(saga)).contains(written("better-way"));
    }
  }

  @Test
  void what_is_shown_of_a_story_is_how_it_is_told_today() {
    assertThat(StoryRehearsal.of(CHANGED))
        .isEqualTo(List.of(new Scene.Taken("two"), new Scene.Taken("pivot")));
    assertThat(StoryRehearsal.ofOlderRuns(CHANGED).stream().flatMap(Scene::steps))
        .containsExactly("one", "pivot");
  }

  @Test
  void a_story_must_make_sense_to_older_runs_too() {
    Saga<Line> twice =
        new Told(
            type("twice", ONE, TWO, PIVOT),
            (saga, _) -> {
              if (!saga.knows("better-way")) {
                saga.step(TWO, new Line("2"));
              }
              saga.step(TWO, new Line("2"));
              saga.step(PIVOT, new Line("3"));
            });

    assertThatIllegalArgumentException()
        .isThrownBy(() -> StoryRehearsal.of(twice))
        .withMessageContaining("cannot be told to a run that is older than its changes")
        .withMessageContaining("'two' is taken twice");
  }

  @Test
  void a_story_takes_no_pivot_beside_a_branch_that_could_still_fail() {
    Saga<Line> beside =
        new Told(
            type("beside", ONE, PIVOT),
            (saga, _) -> {
              SagaRun.Branch<Line> one = saga.branch(() -> saga.step(ONE, new Line("1")));
              saga.step(PIVOT, new Line("2"));
              saga.join(SagaRun.Join.WAIT_FOR_ALL, one);
            });

    assertThatIllegalArgumentException()
        .isThrownBy(() -> StoryRehearsal.of(beside))
        .withMessageContaining("takes the pivot 'pivot' beside a branch")
        .withMessageContaining("join it before");
  }

  @Test
  void nor_does_a_saga_that_is_told_as_a_step() {
    Nested<Line> inner =
        new Nested<>(
            "inner", new Told(type("inner", PIVOT), (saga, line) -> saga.step(PIVOT, line)));
    Saga<Line> beside =
        new Told(
            type("beside", ONE, inner),
            (saga, line) -> {
              SagaRun.Branch<Line> one = saga.branch(() -> saga.step(ONE, line));
              saga.tell(inner, line);
              saga.join(SagaRun.Join.WAIT_FOR_ALL, one);
            });

    assertThatIllegalArgumentException()
        .isThrownBy(() -> StoryRehearsal.of(beside))
        .withMessageContaining("takes the pivot 'inner.pivot' beside a branch");
  }

  @Test
  void the_change_of_a_nested_saga_is_its_own() {
    Nested<Line> inner = new Nested<>("inner", CHANGED);
    Saga<Line> outer = new Told(type("outer", inner), (saga, line) -> saga.tell(inner, line));
    try (Stage stage = new Stage(outer)) {
      WorkflowStub saga = stage.begin(outer);

      assertThat(Stage.outcome(saga).status()).isEqualTo(SagaStatus.COMPLETED);
      assertThat(stage.history(saga)).contains(written("inner.better-way"));
    }
  }

  /** As a payload has it. */
  private static String written(String text) {
    return Base64.getEncoder().encodeToString(("\"" + text + "\"").getBytes(UTF_8));
  }
}
