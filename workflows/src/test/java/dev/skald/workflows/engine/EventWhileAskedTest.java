package dev.skald.workflows.engine;

import static dev.skald.workflows.engine.Rehearsal.ONE;
import static dev.skald.workflows.engine.Rehearsal.PIVOT;
import static dev.skald.workflows.engine.Rehearsal.slow;
import static dev.skald.workflows.engine.Rehearsal.type;
import static dev.skald.workflows.engine.SagaStatus.COMPENSATED;
import static dev.skald.workflows.engine.SagaStatus.COMPLETED;
import static dev.skald.workflows.engine.Stage.outcome;
import static dev.skald.workflows.engine.Stage.skip;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.workflows.engine.Rehearsal.Line;
import dev.skald.workflows.engine.Rehearsal.Told;
import io.temporal.client.WorkflowStub;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An event that comes when its time is over, and people have been asked what is to be done. */
class EventWhileAskedTest extends Tellings {

  private static final OutsideEvent<Line> CONFIRMED =
      new OutsideEvent<>(
          "await-confirmation",
          "confirmed",
          Line.class,
          slow(ofMillis(50)).once().thenAskOperator());

  private static final Told WAITING =
      new Told(
          type("telling", ONE, CONFIRMED, PIVOT),
          (run, _) -> {
            run.step(ONE, GO);
            run.step(PIVOT, run.await(CONFIRMED));
          });

  private WorkflowStub run;

  @BeforeEach
  void peopleAreAsked() {
    Told saga = tell(WAITING.type(), WAITING.story());
    run = stage().begin(saga);
    awaitAsked(1);
  }

  @Test
  void takes_the_saga_on_and_nobody_is_asked_any_more() {
    cast().events.put("confirmed", Map.of("text", "yes"));
    run.signal("eventReceived", "confirmed");

    assertThat(outcome(run).status()).isEqualTo(COMPLETED);
    assertThat(cast().done).containsExactly("one", "pivot");
    assertThat(cast().journal)
        .containsExactly("started", "asked await-confirmation 1", "completed");
  }

  @Test
  void moves_nothing_if_it_is_not_in_the_log() {
    run.signal("eventReceived", "confirmed");
    awaitAsked(2);

    skip(run, "await-confirmation", 2);

    assertThat(outcome(run).status()).isEqualTo(COMPENSATED);
  }

  @Test
  void a_run_that_did_not_hear_of_it_goes_on_as_it_began() throws Exception {
    Stage.replayRecorded("event-while-asked.json", WAITING);
  }

  private void awaitAsked(int number) {
    await().until(() -> cast().journal.contains("asked await-confirmation " + number));
  }
}
