package dev.skald.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.activities.SagaLog;
import dev.skald.activities.SagaRepair;
import dev.skald.domain.Origin;
import dev.skald.domain.sagas.SagaEvent.SagaCalledOff;
import dev.skald.domain.sagas.SagaEvent.StepCompleted;
import dev.skald.workflows.SagaCatalog;
import dev.skald.workflows.Sagas;
import dev.skald.workflows.engine.SagaControl.CalledOff;
import dev.skald.workflows.engine.SagaStart.Repair;
import dev.skald.workflows.engine.SagaType;
import dev.skald.workflows.engine.SagaType.IfLost;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Runs that are ended by force, in the middle of a step. */
class LostRunsTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String CONFIRMED =
      "{\"type\":\"transfer-confirmed\",\"data\":{\"by\":\"carol\",\"code\":7}}";

  private static final Origin CAROL = new Origin("carol", "c-1", null, null, null, null);
  private static final Origin DAVE = new Origin("dave", "c-1", null, null, null, null);

  private static RunningSkald skald;
  private static Rest rest;

  private final String key = UUID.randomUUID().toString();

  @Configuration(proxyBeanMethods = false)
  static class MoreSagas {
    @Bean
    @Primary
    SagaCatalog moreSagas() {
      return new SagaCatalog(
          Stream.concat(
                  Sagas.ALL.stream(),
                  Stream.of(
                      new ConfirmedTransferSaga(
                          "asking-transfer", Duration.ofMinutes(5), IfLost.ASK_OPERATOR)))
              .toList());
    }
  }

  @BeforeAll
  static void start() {
    skald =
        RunningSkald.start(
            Map.of(
                "skald.rehearsal.enabled", "true",
                "skald.recovery.every", "500ms",
                "skald.recovery.after", "100ms"),
            MoreSagas.class);
    rest = skald.rest();
  }

  @AfterAll
  static void stop() {
    skald.close();
  }

  @Test
  void an_order_goes_on_where_it_was_and_is_paid_once() {
    lamps();
    Rest carol =
        rest.with("Skald-Actor", "carol")
            .with("Skald-Tenant", "shop-1")
            .with("X-Correlation-Id", "c-" + key);
    String order = start(carol, "order-processing", ORDER);

    terminate(order, "take-payment");

    await().atMost(Duration.ofSeconds(30)).until(() -> status(order), "COMPLETED"::equals);
    assertThat(types("payment-" + key)).containsExactly("PaymentTaken");
    assertThat(metadata("saga-" + order, "tenant")).containsOnly("shop-1");
    assertThat(metadata("saga-" + order, "correlationId")).containsOnly("c-" + key);
    assertThat(metadata("saga-" + order, "actor")).containsOnly("carol", "skald").endsWith("carol");
    assertThat(metadata("payment-" + key, "tenant")).containsOnly("shop-1");
    assertThat(types("saga-" + order)).containsOnlyOnce("RecoveryTried", "SagaCompleted");
  }

  @Test
  void an_order_that_was_called_off_before_is_undone_and_not_paid() {
    lamps();
    String order = start("order-processing", ORDER);
    await().until(() -> types("saga-" + order).contains("StepStarted"));
    // The run is not told: it could turn back before it is lost.
    recordCalledOff(order, new CalledOff("it was asked for", DAVE));
    assertThat(rest.get("/api/v1/sagas/" + order).text("/calledOff/reason"))
        .isEqualTo("it was asked for");

    terminate(order);

    await().atMost(Duration.ofSeconds(30)).until(() -> status(order), "COMPENSATED"::equals);
    assertThat(rest.get("/api/v1/sagas/" + order).text("/failure/code")).isEqualTo("called-off");
    assertThat(whoTurned(order)).isEqualTo("dave: it was asked for");
    assertThat(because("/api/v1/sagas/" + order + "/compensate").status()).isEqualTo(202);
    assertThat(types("payment-" + key)).isNotEqualTo(List.of("PaymentTaken"));
    assertThat(types("saga-" + order)).containsOnlyOnce("SagaCalledOff", "RecoveryTried");
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

  @Test
  void a_saga_that_an_operator_had_begun_anew_may_be_lost_again() {
    String saga = givenUp();
    String retry = saga + "/steps/confirm/retry";

    assertThat(because(retry).status()).isEqualTo(202);
    terminate(id(saga));
    awaitGivenUp(saga);
    assertThat(because(retry).status()).isEqualTo(202);
    rest.with("Idempotency-Key", "k").post(saga + "/events", CONFIRMED);

    awaitStatus(saga, "COMPLETED");
    assertThat(types("saga-" + id(saga))).filteredOn("RecoveryTried"::equals).hasSize(4);
  }

  @Test
  void one_that_was_called_off_before_it_was_given_up_on_can_be_called_off_again() {
    String saga = begin();
    close(saga);
    because(saga + "/compensate");
    await().atMost(SOON).until(() -> types("saga-" + id(saga)).contains("UndoFailed"));
    terminate(id(saga));
    awaitGivenUp(saga);

    Rest.Answer skip = because(saga + "/steps/debit-source/skip");
    assertThat(skip.text("/code")).isEqualTo("run-lost");
    assertThat(skip.text("/detail")).contains("given up", "compensate it");
    assertThat(rest.get(saga + "/undo-plan").text("/obstacle")).contains("given up");

    assertThat(because(saga + "/compensate").status()).isEqualTo(202);
    await().atMost(SOON).until(() -> because(saga + "/steps/debit-source/skip").status() == 202);
    awaitStatus(saga, "COMPENSATION_FAILED");
  }

  @Test
  void whoever_calls_off_one_that_was_given_up_on_is_who_turns_it() {
    String saga = givenUp();

    Rest.Answer off = as("dave", saga + "/compensate");

    assertThat(off.status()).isEqualTo(202);
    assertThat(off.text("/calledOff/reason")).isEqualTo("it was asked for");
    awaitStatus(saga, "COMPENSATED");
    assertThat(whoTurned(id(saga))).isEqualTo("dave: it was asked for");
  }

  @Test
  void one_that_an_operator_had_go_on_after_all_may_be_called_off_once_more() {
    String saga = givenUp();
    skald
        .bean(SagaLog.class)
        .record(id(saga), id(saga) + "/called-off", CAROL, new SagaCalledOff("in an earlier run"));
    assertThat(because(saga + "/steps/confirm/retry").status()).isEqualTo(202);
    assertThat(rest.get(saga).at("/calledOff").isNull()).isTrue();

    Rest.Answer off = as("dave", saga + "/compensate");

    assertThat(off.text("/calledOff/reason")).isEqualTo("it was asked for");
    awaitStatus(saga, "COMPENSATED");
    assertThat(whoTurned(id(saga))).isEqualTo("dave: it was asked for");
  }

  @Test
  void one_that_somebody_else_has_begun_anew_is_called_off_all_the_same() {
    String saga = givenUp();
    SagaRepair repair = skald.bean(SagaRepair.class);
    SagaType<?> type = skald.bean(SagaCatalog.class).find("asking-transfer").orElseThrow().type();
    Repair retry = new Repair(Repair.Kind.RETRY, "another operator was faster");
    assertThat(repair.begin(type, id(saga), repair.lastRun(id(saga)), retry)).isPresent();

    assertThat(because(saga + "/compensate").status()).isEqualTo(202);

    awaitStatus(saga, "COMPENSATED");
  }

  @Test
  void one_that_is_past_its_point_of_no_return_is_not_called_off() {
    String saga = givenUp();
    skald
        .bean(SagaLog.class)
        .record(
            id(saga),
            id(saga) + "/credit-target/1",
            CAROL,
            new StepCompleted("credit-target", 1, Map.of(), 1, null, Map.of()));

    Rest.Answer off = because(saga + "/compensate");

    assertThat(off.status()).isEqualTo(409);
    assertThat(off.text("/detail")).contains("point of no return", "retry");
    Rest.Answer skip = because(saga + "/steps/confirm/skip");
    assertThat(skip.text("/detail")).contains("retry any step").doesNotContain("compensate");
    Rest.Answer plan = rest.get(saga + "/undo-plan");
    assertThat(plan.text("/obstacle")).contains("retry any step").doesNotContain("compensate");
    assertThat(status(id(saga))).isEqualTo("AWAITING_OPERATOR");
  }

  /** A saga whose run was terminated while it waits, and which is left to people. */
  private static String givenUp() {
    String saga = begin();
    terminate(id(saga));
    awaitGivenUp(saga);
    return saga;
  }

  private static String begin() {
    String saga =
        rest.with("Idempotency-Key", UUID.randomUUID())
            .post(
                "/api/v1/sagas/asking-transfer",
                "{\"sourceAccountId\":\"%s\",\"targetAccountId\":\"%s\",\"amount\":%s}"
                    .formatted(open("5.00"), open("0.00"), euros("5.00")))
            .text("/links/self");
    await().atMost(SOON).until(() -> types("saga-" + id(saga)).contains("EventAwaited"));
    return saga;
  }

  private static String open(String balance) {
    return rest.post(
            "/api/v1/accounts",
            "{\"owner\":\"someone\",\"openingBalance\":%s}".formatted(euros(balance)))
        .text("/accountId");
  }

  private static String euros(String amount) {
    return "{\"amount\":\"%s\",\"currency\":\"EUR\"}".formatted(amount);
  }

  /** So that the money cannot go back where it came from. */
  private static void close(String saga) {
    String account =
        rest.get("/api/v1/streams/saga-" + id(saga)).text("/items/0/data/request/sourceAccountId");
    assertThat(rest.post("/api/v1/accounts/" + account + "/close", "{}").status()).isEqualTo(200);
  }

  private static void awaitGivenUp(String saga) {
    await().atMost(SOON).until(() -> rest.get(saga).text("/recovery/action").equals("GIVE_UP"));
  }

  private static void awaitStatus(String saga, String status) {
    await().atMost(SOON).until(() -> status(id(saga)), status::equals);
  }

  private static Rest.Answer because(String path) {
    return rest.post(path, "{\"reason\":\"it was asked for\"}");
  }

  private static Rest.Answer as(String actor, String path) {
    return rest.with("Skald-Actor", actor).post(path, "{\"reason\":\"it was asked for\"}");
  }

  private static String whoTurned(String sagaId) {
    return rest.get("/api/v1/streams/saga-" + sagaId)
        .at("/items")
        .valueStream()
        .filter(event -> event.get("type").asString().equals("SagaTurned"))
        .map(
            event ->
                event.at("/metadata/actor").asString()
                    + ": "
                    + event.at("/data/message").asString())
        .collect(Collectors.joining(", "));
  }

  private static String id(String saga) {
    return saga.substring(saga.lastIndexOf('/') + 1);
  }

  private static List<String> metadata(String stream, String name) {
    return rest.get("/api/v1/streams/" + stream)
        .at("/items")
        .valueStream()
        .map(event -> event.at("/metadata/" + name).asString())
        .toList();
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
    return start(rest, type, request);
  }

  private String start(Rest caller, String type, String request) {
    Rest.Answer answer = caller.with("Idempotency-Key", key).post("/api/v1/sagas/" + type, request);
    assertThat(answer.status()).isEqualTo(202);
    return answer.text("/sagaId");
  }

  private static void terminate(String sagaId, String during) {
    await().until(() -> types("saga-" + sagaId).contains("StepStarted"));
    assertThat(rest.get("/api/v1/sagas/" + sagaId).text("/currentStep")).isEqualTo(during);
    terminate(sagaId);
  }

  private static void recordCalledOff(String sagaId, CalledOff wish) {
    String run = Objects.requireNonNull(skald.bean(SagaRepair.class).lastRun(sagaId).runId());
    skald.bean(SagaLog.class).recordCalledOff(sagaId, run, wish);
  }

  private static void terminate(String sagaId) {
    skald.bean(WorkflowClient.class).newUntypedWorkflowStub(sagaId).terminate("by accident");
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
