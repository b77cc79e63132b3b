package dev.skald.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.domain.sagas.SagaEvent.StepProgressed;
import dev.skald.workflows.engine.StepCall;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is told of how far a long step has come. */
class StepProgressTest {

  @ActivityInterface
  public interface Reporting {
    void go(StepCall call);
  }

  @Test
  void a_step_that_is_scheduled_again_tells_its_progress_again() {
    StepCall call = TestLog.call("long-" + UUID.randomUUID(), "go");
    TestActivityEnvironment temporal = environment();
    try (TestLog log = new TestLog()) {
      StepProgress progress = new StepProgress(log.store());
      temporal.registerActivitiesImplementations(
          (Reporting) told -> progress.of(told, Integer.class).tell(1, 2, 1));
      Reporting step =
          temporal.newActivityStub(
              Reporting.class,
              ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofSeconds(5)).build());

      step.go(call);
      step.go(call);

      assertThat(log.typesOf("saga-" + call.sagaId()))
          .containsExactly(
              StepProgressed.class.getSimpleName(), StepProgressed.class.getSimpleName());
    } finally {
      temporal.close();
    }
  }

  private static TestActivityEnvironment environment() {
    return TestActivityEnvironment.newInstance(
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder()
                    .setDataConverter(TemporalConfiguration.converter())
                    .build())
            .build());
  }
}
