package dev.skald.workflows.engine;

import static dev.skald.workflows.engine.Rehearsal.BACKOFF;
import static dev.skald.workflows.engine.Rehearsal.ONE;
import static dev.skald.workflows.engine.Rehearsal.PIVOT;
import static dev.skald.workflows.engine.Rehearsal.THREE;
import static dev.skald.workflows.engine.Rehearsal.TWO;
import static dev.skald.workflows.engine.Rehearsal.slow;
import static dev.skald.workflows.engine.Rehearsal.type;
import static java.time.Duration.ofSeconds;

import dev.skald.workflows.engine.Rehearsal.Cast;
import dev.skald.workflows.engine.Rehearsal.Line;
import dev.skald.workflows.engine.Rehearsal.Parts;
import dev.skald.workflows.engine.Rehearsal.Told;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A test of stories that it tells itself, each on a stage of its own. */
abstract class Tellings {

  static final Line GO = new Line("go");

  static final Step<Parts, Line, Line> ASKING =
      Step.reversible(
          "asking",
          Parts.class,
          Parts::play,
          Parts::takeBack,
          slow(ofSeconds(5)).tries(2, BACKOFF).thenAskOperator());

  private @Nullable Stage stage;

  @AfterEach
  void stop() {
    Objects.requireNonNull(stage).close();
  }

  Told tell(SagaType<Line> type, BiConsumer<SagaRun, Line> story) {
    Told saga = new Told(type, story);
    stage = new Stage(saga);
    return saga;
  }

  /** A story that takes these steps, one after the other. */
  Told inOrder(List<Step<Parts, Line, Line>> steps) {
    return tell(
        type("telling", steps.toArray(Part[]::new)),
        (run, _) -> steps.forEach(step -> run.step(step, GO)));
  }

  Told twoWays() {
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

  Stage stage() {
    return Objects.requireNonNull(stage);
  }

  Cast cast() {
    return stage().cast;
  }
}
