package dev.skald.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.steps.PaymentSteps;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Payments inside of activities, where tries are counted and slow ones tell how far they are. */
class PaymentRehearsalTest {

  private final String id = UUID.randomUUID().toString();
  private Participants participants;
  private TestActivityEnvironment temporal;

  @BeforeEach
  void start() {
    participants = Participants.on(Participants.newDatabase());
    temporal =
        TestActivityEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setDataConverter(TemporalConfiguration.converter())
                        .build())
                .build());
    temporal.registerActivitiesImplementations(participants.get(PaymentSteps.class));
  }

  @AfterEach
  void stop() {
    temporal.close();
    participants.close();
  }

  @Test
  void a_flaky_payment_fails_as_often_as_it_says_and_then_works() {
    for (int i = 1; i <= 2; i++) {
      StepCall attempt = call(i);
      assertThatThrownBy(() -> normal().take(attempt, payment("flaky-2-tok")))
          .isInstanceOf(ActivityFailure.class)
          .hasStackTraceContaining("PaymentUnavailable");
    }
    assertThat(taken()).isEmpty();

    normal().take(call(3), payment("flaky-2-tok"));

    assertThat(taken()).containsExactly("PaymentTaken");
  }

  @Test
  void a_slow_payment_takes_its_time_and_tells_how_far_it_is() {
    List<Integer> heartbeats = Collections.synchronizedList(new ArrayList<>());
    temporal.setActivityHeartbeatListener(Integer.class, heartbeats::add);
    long started = System.nanoTime();

    normal().take(call(1), payment("slow-1-tok"));

    assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofSeconds(1));
    assertThat(taken()).containsExactly("PaymentTaken");
    assertThat(heartbeats).isNotEmpty();
    assertThat(participants.types("saga-" + id))
        .contains("StepProgressed")
        .endsWith("StepCompleted");
  }

  @Test
  void a_slow_payment_is_never_taken_in_the_quick_try() {
    long started = System.nanoTime();

    assertThatThrownBy(() -> quick().take(call(1), payment("slow-30-tok")))
        .hasStackTraceContaining("too long for a quick try");

    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
    assertThat(taken()).isEmpty();
  }

  @Test
  void a_slow_payment_that_is_cancelled_ends_promptly_and_takes_nothing() {
    temporal.requestCancelActivity();

    assertThatThrownBy(() -> normal().take(call(1), payment("slow-30-tok")))
        .isInstanceOf(CanceledFailure.class);

    assertThat(taken()).isEmpty();
  }

  @Test
  void a_slow_payment_that_was_taken_is_not_slow_again() {
    normal().take(call(1), payment("slow-1-tok"));
    long started = System.nanoTime();

    quick().take(call(1), payment("slow-1-tok"));

    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(1));
  }

  private PaymentSteps normal() {
    return temporal.newActivityStub(
        PaymentSteps.class,
        ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofSeconds(60)).build());
  }

  private PaymentSteps quick() {
    return temporal.newLocalActivityStub(
        PaymentSteps.class,
        LocalActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofSeconds(60)).build(),
        Map.of());
  }

  /** The environment's own count stays at zero. */
  private StepCall call(int attempt) {
    return new StepCall(
        id, "order-processing", "take-payment", 1, attempt, null, Participants.ORIGIN, null, null);
  }

  private PaymentSteps.TakePayment payment(String token) {
    return OrderStepsOnceTest.payment(id, token);
  }

  private List<String> taken() {
    return participants.types("payment-" + id);
  }
}
