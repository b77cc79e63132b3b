package dev.skald.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.SagaCompleted;
import dev.skald.domain.sagas.SagaEvent.StepProgressed;
import dev.skald.stack.testing.TestServers;
import dev.skald.workflows.Sagas;
import dev.skald.workflows.engine.Saga;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A worker is shut down as a deploy does it, with a long step under way. The in-process server
 * never misses a worker, so this one is the real one.
 */
class WorkerLeavesTest {

  private static final Saga<?> CONTENT = Sagas.find("content-processing").orElseThrow();

  /**
   * What it drops is handed to it again as long as it takes tasks, and it can do nothing with it.
   */
  @Test
  void a_long_step_goes_on_with_the_next_worker_and_is_not_undone() throws Exception {
    Optional<String> server = TestServers.temporal();
    assumeTrue(server.isPresent(), "Temporal's server is not built here: `./skald up` makes it");
    Participants slow = Participants.inTemporal(Participants.newDatabase(), Duration.ofMillis(500));
    try (TestTemporal temporal = TestTemporal.onServer(server.get(), slow)) {
      Setting setting = new Settings(temporal.participants).of(CONTENT, "leaves");
      WorkflowStub run = temporal.begin(CONTENT, "leaves", setting.request());
      String sagaId = TestTemporal.sagaId(CONTENT, "leaves");
      await()
          .until(
              () -> events(temporal, sagaId).stream().anyMatch(StepProgressed.class::isInstance));

      temporal.relieveWorker();

      TestTemporal.awaitEnd(run);
      assertThat(events(temporal, sagaId)).last().isInstanceOf(SagaCompleted.class);
      assertThat(setting.world()).isEqualTo(setting.done(List.of()));
    }
  }

  private static List<SagaEvent> events(TestTemporal temporal, String sagaId) {
    return temporal.participants.get(SagaLog.class).events(sagaId).toList();
  }
}
