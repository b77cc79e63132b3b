package dev.skald.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs that are ended by force, in the middle of a step. */
class LostRunsTest {

  private static RunningSkald skald;
  private static Rest rest;

  private final String key = UUID.randomUUID().toString();

  @BeforeAll
  static void start() {
    skald =
        RunningSkald.start(
            Map.of(
                "skald.rehearsal.enabled", "true",
                "skald.recovery.every", "500ms",
                "skald.recovery.after", "100ms"));
    rest = skald.rest();
  }

  @AfterAll
  static void stop() {
    skald.close();
  }

  @Test
  void an_order_goes_on_where_it_was_and_is_paid_once() {
    lamps();
    String order = start("order-processing", ORDER);

    terminate(order, "take-payment");

    await().atMost(Duration.ofSeconds(30)).until(() -> status(order), "COMPLETED"::equals);
    assertThat(types("payment-" + key)).containsExactly("PaymentTaken");
    assertThat(types("saga-" + order)).containsOnlyOnce("RecoveryTried", "SagaCompleted");
  }

  @Test
  void a_ride_is_undone() {
    rest.put(
        "/api/v1/drivers/d-1",
        """
        {"name":"Dora","vehicleType":"standard","lat":52.5,"lon":13.4,"available":true}
        """);
    String ride = start("ride-booking", RIDE);

    terminate(ride, "take-payment");

    await().atMost(Duration.ofSeconds(30)).until(() -> status(ride), "COMPENSATED"::equals);
    assertThat(types("driver-d-1")).endsWith("DriverReserved", "DriverReleased");
    assertThat(types("saga-" + ride)).containsOnlyOnce("RecoveryTried", "SagaCompensated");
  }

  @Test
  void a_step_that_takes_far_longer_than_expected_is_said_to_once() {
    lamps();
    String order = start("order-processing", ORDER.replace("slow-2", "slow-4"));

    await().atMost(Duration.ofSeconds(30)).until(() -> status(order), "COMPLETED"::equals);

    assertThat(types("saga-" + order)).containsOnlyOnce("SagaStalled");
    assertThat(rest.get("/api/v1/sagas/" + order).at("/stalls").asInt()).isEqualTo(1);
  }

  private static void lamps() {
    rest.put(
        "/api/v1/products/lamp",
        """
        {"name":"A lamp","price":{"amount":"12.50","currency":"EUR"},"onHand":5}
        """);
  }

  private static final String ORDER =
      """
      {"customerId":"carol","items":[{"sku":"lamp","quantity":2}],"payment":{"token":"slow-2-x"},
       "shipTo":{"name":"Carol","street":"Main Street 1","city":"Berlin","country":"DE"}}
      """;

  private static final String RIDE =
      """
      {"passengerId":"carol","pickup":{"name":"Here","lat":52.5,"lon":13.4},
       "destination":{"name":"There","lat":52.4,"lon":13.5},"vehicleType":"standard",
       "payment":{"token":"slow-2-x"}}
      """;

  private String start(String type, String request) {
    Rest.Answer answer = rest.with("Idempotency-Key", key).post("/api/v1/sagas/" + type, request);
    assertThat(answer.status()).isEqualTo(202);
    return answer.text("/sagaId");
  }

  private static void terminate(String sagaId, String during) {
    await().until(() -> types("saga-" + sagaId).contains("StepStarted"));
    assertThat(rest.get("/api/v1/sagas/" + sagaId).text("/currentStep")).isEqualTo(during);
    skald
        .bean(WorkflowClient.class)
        .newUntypedWorkflowStub(sagaId)
        .terminate("somebody pressed the wrong button");
  }

  private static String status(String sagaId) {
    return rest.get("/api/v1/sagas/" + sagaId).text("/status");
  }

  private static List<String> types(String stream) {
    return rest.get("/api/v1/streams/" + stream)
        .at("/items")
        .valueStream()
        .map(event -> event.get("type").asString())
        .toList();
  }
}
