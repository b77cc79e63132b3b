package dev.skald.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.activities.SagaLog;
import dev.skald.domain.Origin;
import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.RecoveryTried;
import dev.skald.domain.sagas.SagaEvent.StepStarted;
import dev.skald.domain.sagas.SagaEvent.UndoFailed;
import dev.skald.workflows.SagaCatalog;
import dev.skald.workflows.accounttransfer.AccountTransferSaga;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import tools.jackson.databind.JsonNode;

/** What callers and operators do with a saga that takes its time. */
class SagasOverRestTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String CONFIRMED =
      "{\"type\":\"transfer-confirmed\",\"data\":{\"by\":\"carol\",\"code\":7}}";

  private static RunningSkald skald;
  private static Rest rest;

  @Configuration(proxyBeanMethods = false)
  static class OtherSagas {
    @Bean
    @Primary
    SagaCatalog moreSagas() {
      return new SagaCatalog(
          List.of(
              new AccountTransferSaga(),
              new ConfirmedTransferSaga("confirmed-transfer", Duration.ofMinutes(5)),
              new ConfirmedTransferSaga("hurried-transfer", Duration.ofSeconds(1))));
    }
  }

  @BeforeAll
  static void start() {
    skald = RunningSkald.start(Map.of("skald.api.live-streams", "3"), OtherSagas.class);
    rest = skald.rest();
  }

  @AfterAll
  static void stop() {
    skald.close();
  }

  @Test
  void an_event_from_outside_is_checked_and_taken_once() {
    String saga = waiting("confirmed-transfer");
    Rest keyed = rest.with("Idempotency-Key", "k1");

    Rest.Answer unknown = keyed.post(saga + "/events", "{\"type\":\"rain\",\"data\":{}}");
    Rest.Answer wrong =
        keyed.post(
            saga + "/events",
            "{\"type\":\"transfer-confirmed\",\"data\":{\"by\":1,\"colour\":\"red\"}}");

    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.text("/errors/0/message")).contains("transfer-confirmed");
    assertThat(wrong.at("/errors"))
        .extracting(error -> error.get("field").asString())
        .containsExactlyInAnyOrder("data.by", "data.code", "data.colour");
    assertThat(rest.post(saga + "/events", CONFIRMED).status()).isEqualTo(400);

    Rest.Answer taken = keyed.post(saga + "/events", CONFIRMED);
    assertThat(taken.status()).isEqualTo(202);
    assertThat(ended(saga).text("/status")).isEqualTo("COMPLETED");
    Rest.Answer again = keyed.post(saga + "/events", CONFIRMED);
    assertThat(again.status()).isEqualTo(202);
    assertThat(again.at("/position")).isEqualTo(taken.at("/position"));
    assertThat(keyed.post(saga + "/events", CONFIRMED.replace('7', '8')).status()).isEqualTo(422);
    Rest.Answer late = rest.with("Idempotency-Key", "k2").post(saga + "/events", CONFIRMED);
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.text("/code")).isEqualTo("saga-ended");
    assertThat(keyed.post("/api/v1/sagas/confirmed-transfer-no/events", CONFIRMED).status())
        .isEqualTo(404);
  }

  @Test
  void an_event_that_says_the_same_in_other_words_is_taken_once() {
    String saga = waiting("confirmed-transfer");
    Rest keyed = rest.with("Idempotency-Key", "k1");

    Rest.Answer taken = keyed.post(saga + "/events", CONFIRMED);
    Rest.Answer again =
        keyed.post(
            saga + "/events",
            "{\"data\":{\"code\":7,\"by\":\"carol\"},\"type\":\"transfer-confirmed\"}");

    assertThat(again.status()).as(again.body().toString()).isEqualTo(202);
    assertThat(again.at("/position")).isEqualTo(taken.at("/position"));
    assertThat(count(saga, "EventReceived")).isEqualTo(1);
  }

  @Test
  void an_event_may_come_before_it_is_waited_for() {
    String saga = begin("confirmed-transfer", open("5.00"), open("0.00"));

    Rest.Answer taken = rest.with("Idempotency-Key", "early").post(saga + "/events", CONFIRMED);

    assertThat(taken.status()).isEqualTo(202);
    assertThat(ended(saga).text("/status")).isEqualTo("COMPLETED");
  }

  @Test
  void a_saga_is_called_off_after_a_look_at_what_that_undoes() {
    String saga = waiting("confirmed-transfer");

    Rest.Answer plan = rest.get(saga + "/undo-plan");
    assertThat(plan.at("/possible").asBoolean()).isTrue();
    assertThat(plan.text("/steps/0")).isEqualTo("debit-source");

    Rest.Answer off = because(saga + "/compensate");
    assertThat(off.status()).isEqualTo(202);
    assertThat(off.text("/calledOff/reason")).isEqualTo("it was asked for");
    Rest.Answer ended = ended(saga);
    assertThat(ended.text("/status")).isEqualTo("COMPENSATED");
    assertThat(ended.text("/failure/code")).isEqualTo("called-off");
    assertThat(ended.text("/steps/0/undo/status")).isEqualTo("COMPLETED");
    assertThat(ended.at("/steps/0/undo").has("error")).isTrue();
    assertThat(because(saga + "/compensate").status()).isEqualTo(202);
    assertThat(rest.get(saga + "/undo-plan").text("/obstacle")).contains("COMPENSATED");
    assertThat(because(saga + "/steps/debit-source/retry").text("/code")).isEqualTo("saga-ended");
  }

  @RepeatedTest(3)
  void of_several_who_call_a_saga_off_at_once_one_counts_and_all_are_told_who() throws Exception {
    String saga = waiting("confirmed-transfer");

    List<Rest.Answer> answers = calledOffAtOnce(saga, 8);

    ended(saga);
    JsonNode turned = recorded(saga, "SagaTurned").getFirst();
    String reason = turned.at("/data/message").asString();
    assertThat(turned.at("/metadata/actor").asString()).isEqualTo("who wished " + reason);
    assertThat(recorded(saga, "SagaCalledOff"))
        .as("none is needed where all was undone before it could be recorded")
        .hasSizeLessThan(2)
        .allSatisfy(
            off -> {
              assertThat(off.at("/data/reason").asString()).isEqualTo(reason);
              assertThat(off.at("/metadata/actor")).isEqualTo(turned.at("/metadata/actor"));
            });
    assertThat(answers)
        .allSatisfy(
            told -> {
              assertThat(told.status()).as(told.body().toString()).isEqualTo(202);
              assertThat(told.text("/calledOff/reason")).isEqualTo(reason);
            });
  }

  private static List<Rest.Answer> calledOffAtOnce(String saga, int callers) throws Exception {
    CyclicBarrier start = new CyclicBarrier(callers);
    try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Rest.Answer>> calls =
          IntStream.range(0, callers)
              .<Callable<Rest.Answer>>mapToObj(
                  caller ->
                      () -> {
                        start.await();
                        return rest.with("Skald-Actor", "who wished " + caller)
                            .post(saga + "/compensate", "{\"reason\":\"%d\"}".formatted(caller));
                      })
              .toList();
      List<Rest.Answer> answers = new ArrayList<>();
      for (Future<Rest.Answer> answer : people.invokeAll(calls)) {
        answers.add(answer.get());
      }
      return answers;
    }
  }

  private static List<JsonNode> recorded(String saga, String type) {
    return rest.get("/api/v1/streams/saga-" + id(saga))
        .at("/items")
        .valueStream()
        .filter(event -> event.get("type").asString().equals(type))
        .toList();
  }

  @Test
  void a_saga_that_has_ended_is_not_called_off() {
    String saga = waiting("confirmed-transfer");
    rest.with("Idempotency-Key", "k").post(saga + "/events", CONFIRMED);
    ended(saga);

    Rest.Answer answer = because(saga + "/compensate");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text("/detail")).contains("COMPLETED");
    assertThat(because("/api/v1/sagas/account-transfer-no/compensate").status()).isEqualTo(404);
  }

  @Test
  void an_undo_that_is_refused_waits_until_an_operator_has_settled_it() {
    String saga = stuck();

    Rest.Answer waiting = rest.get(saga);
    assertThat(waiting.text("/steps/0/undo/error/code")).isEqualTo("account-closed");
    assertThat(waiting.at("/steps/0/waiting/operator").asBoolean()).isTrue();
    assertThat(waiting.text("/currentStep")).isEqualTo("debit-source");
    assertThat(rest.get(saga + "/undo-plan").at("/possible").asBoolean()).isFalse();
    assertThat(because(saga + "/steps/nonsense/retry").text("/code")).isEqualTo("step-unknown");
    assertThat(because(saga + "/steps/credit-target/retry").text("/code"))
        .isEqualTo("nothing-waits");
    assertThat(rest.post(saga + "/steps/debit-source/skip", "{\"reason\":\" \"}").status())
        .isEqualTo(400);

    assertThat(because(saga + "/steps/debit-source/retry").status()).isEqualTo(202);
    await().atMost(SOON).until(() -> count(saga, "UndoFailed") == 2);
    assertThat(because(saga + "/steps/debit-source/resolve").status()).isEqualTo(202);
    assertThat(ended(saga).text("/status")).isEqualTo("COMPENSATED");
  }

  /** Its answer was lost, and by the time that it is sent again something else is asked. */
  @Test
  void a_decision_that_names_what_it_was_asked_decides_nothing_else() {
    String saga = stuck();
    String asked = rest.get(saga).text("/steps/0/waiting/asked");
    String about = "{\"reason\":\"again\",\"asked\":%s}".formatted(asked);
    assertThat(rest.post(saga + "/steps/debit-source/retry", about).status()).isEqualTo(202);
    await().atMost(SOON).until(() -> count(saga, "UndoFailed") == 2);

    Rest.Answer repeated = rest.post(saga + "/steps/debit-source/retry", about);
    assertThat(repeated.status()).isEqualTo(409);
    assertThat(repeated.text("/code")).isEqualTo("asked-again");
    assertThat(count(saga, "UndoSettled")).isEqualTo(1);

    String now = rest.get(saga).text("/steps/0/waiting/asked");
    assertThat(now).isNotEqualTo(asked);
    rest.post(
        saga + "/steps/debit-source/resolve",
        "{\"reason\":\"by hand\",\"asked\":%s}".formatted(now));
    assertThat(ended(saga).text("/status")).isEqualTo("COMPENSATED");
  }

  /** A lost task may have begun the step anew. */
  @Test
  void the_undo_of_an_earlier_round_is_seen_and_decided_on() {
    String saga = stuck();
    record(saga, "2", new StepStarted("debit-source", 2, 1, Map.of()));

    assertThat(rest.get(saga).at("/steps/0/round").asInt()).isEqualTo(2);
    JsonNode earlier = rest.get(saga).at("/steps").valueStream().toList().getLast();
    assertThat(earlier.at("/name").asString()).isEqualTo("debit-source");
    assertThat(earlier.at("/round").asInt()).isEqualTo(1);
    assertThat(earlier.at("/waiting/operator").asBoolean()).isTrue();
    assertThat(because(saga + "/steps/debit-source/retry").status()).isEqualTo(202);
    await().atMost(SOON).until(() -> count(saga, "UndoFailed") == 2);

    record(saga, "2/undo", new UndoFailed("debit-source", "account-closed", "is closed", 2, 9));
    String resolve = saga + "/steps/debit-source/resolve";
    assertThat(because(resolve).text("/errors/0/field")).isEqualTo("round");
    Rest.Answer wrong = rest.post(resolve, "{\"reason\":\"by hand\",\"round\":3}");
    assertThat(wrong.text("/code")).isEqualTo("nothing-waits");
    assertThat(wrong.text("/detail"))
        .isEqualTo(
            "round 3 of step 'debit-source' waits for no decision; those that do are [2, 1]");
    assertThat(rest.post(resolve, "{\"reason\":\"by hand\",\"round\":1}").status()).isEqualTo(202);
    assertThat(ended(saga).text("/status")).isEqualTo("COMPENSATED");
  }

  @Test
  void an_undo_that_is_given_up_shows_in_the_ending() {
    String saga = stuck();

    because(saga + "/steps/debit-source/skip");

    Rest.Answer ended = ended(saga);
    assertThat(ended.text("/status")).isEqualTo("COMPENSATION_FAILED");
    assertThat(ended.text("/steps/0/undo/status")).isEqualTo("SKIPPED");
  }

  @Test
  void a_step_is_settled_by_hand_with_the_result_that_it_would_have_had() {
    String saga = begin("hurried-transfer", open("5.00"), open("0.00"));
    awaitStatus(saga, "AWAITING_OPERATOR");
    String resolve = saga + "/steps/confirm/resolve";

    assertThat(because(resolve).text("/errors/0/field")).isEqualTo("result");
    assertThat(
            rest.post(resolve, "{\"reason\":\"phone\",\"result\":{\"by\":\"carol\"}}")
                .text("/errors/0/field"))
        .isEqualTo("result.code");
    assertThat(
            rest.post(resolve, "{\"reason\":\"phone\",\"result\":{\"by\":\"carol\",\"code\":7}}")
                .status())
        .isEqualTo(202);
    assertThat(ended(saga).text("/status")).isEqualTo("COMPLETED");
  }

  @Test
  void who_it_is_for_and_how_urgent_it_is_are_kept() {
    String alice = open("5.00");
    String body = request(alice, open("0.00"));
    Rest keyed = rest.with("Idempotency-Key", UUID.randomUUID());

    Rest.Answer saga =
        keyed
            .with("Skald-Priority", "2")
            .with("Skald-Initiator", "branch 12")
            .with("Prefer", "wait=30")
            .post("/api/v1/sagas/account-transfer", body);

    assertThat(saga.text("/initiator")).isEqualTo("branch 12");
    assertThat(saga.at("/priority").asInt()).isEqualTo(2);
    Rest.Answer wrong =
        keyed.with("Skald-Priority", "9").post("/api/v1/sagas/account-transfer", body);
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.text("/errors/0/field")).isEqualTo("Skald-Priority");
  }

  @Test
  void a_start_that_says_the_same_in_other_words_is_the_same() {
    String alice = open("5.00");
    String bob = open("0.00");
    Rest keyed = rest.with("Idempotency-Key", UUID.randomUUID()).with("Prefer", "wait=30");
    Rest.Answer first = keyed.post("/api/v1/sagas/account-transfer", request(alice, bob));

    Rest.Answer again = keyed.post("/api/v1/sagas/account-transfer", inOtherWords(alice, bob, "5"));
    Rest.Answer another =
        keyed.post("/api/v1/sagas/account-transfer", inOtherWords(alice, bob, "5.01"));

    assertThat(again.status()).as(again.body().toString()).isEqualTo(200);
    assertThat(again.at("/position")).isEqualTo(first.at("/position"));
    assertThat(another.status()).isEqualTo(422);
    assertThat(another.text("/code")).isEqualTo("idempotency-key-reused");
  }

  @Test
  void a_caller_learns_of_the_end_of_a_run_that_temporal_was_asked_to_cancel() {
    String alice = open("5.00");
    String body = request(alice, open("0.00"));
    Rest keyed = rest.with("Idempotency-Key", UUID.randomUUID());
    String saga = keyed.post("/api/v1/sagas/confirmed-transfer", body).text("/links/self");
    awaitWaiting(saga);

    skald.bean(WorkflowClient.class).newUntypedWorkflowStub(id(saga)).cancel();
    Rest.Answer answer =
        keyed.with("Prefer", "wait=30").post("/api/v1/sagas/confirmed-transfer", body);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("/status")).isEqualTo("COMPENSATED");
  }

  @Test
  void a_start_that_is_repeated_long_after_is_answered_though_temporal_has_forgotten_the_run() {
    String body = request(open("5.00"), open("0.00"));
    Rest waiting = rest.with("Prefer", "wait=20");
    String done =
        waiting
            .with("Idempotency-Key", UUID.randomUUID())
            .post("/api/v1/sagas/account-transfer", body)
            .text("/links/self");
    String key = UUID.randomUUID().toString();
    SagaLog log = skald.bean(SagaLog.class);
    Origin origin = new Origin("ada", "c", null, null, null, null);
    try (Stream<SagaEvent> events = log.events(id(done))) {
      events.forEach(
          event ->
              log.record("account-transfer-" + key, key + "/" + UUID.randomUUID(), origin, event));
    }

    Rest.Answer again =
        waiting.with("Idempotency-Key", key).post("/api/v1/sagas/account-transfer", body);

    assertThat(again.status()).as(again.body().toString()).isEqualTo(200);
    assertThat(again.text("/status")).isEqualTo("COMPLETED");
  }

  @Test
  void a_run_that_is_lost_has_no_plan_until_it_is_recovered() {
    String saga = waiting("confirmed-transfer");
    terminate(saga);

    Rest.Answer plan = rest.get(saga + "/undo-plan");

    assertThat(plan.at("/possible").asBoolean()).as(plan.body().toString()).isFalse();
    assertThat(plan.text("/obstacle")).contains("it will be recovered");
    assertThat(because(saga + "/compensate").text("/code")).isEqualTo("run-lost");
  }

  @Test
  void a_saga_whose_run_was_given_up_on_is_undone_when_an_operator_says_so() {
    String saga = lost();

    assertThat(rest.get(saga).text("/status")).isEqualTo("AWAITING_OPERATOR");
    assertThat(rest.get(saga).text("/recovery/finding")).isEqualTo("TERMINATED");
    assertThat(because(saga + "/compensate").status()).isEqualTo(202);

    Rest.Answer ended = ended(saga);
    assertThat(ended.text("/status")).isEqualTo("COMPENSATED");
    assertThat(ended.text("/steps/0/undo/status")).isEqualTo("COMPLETED");
  }

  @Test
  void a_saga_whose_run_was_given_up_on_goes_on_when_an_operator_says_so() {
    String saga = lost();

    assertThat(because(saga + "/steps/confirm/retry").status()).isEqualTo(202);
    rest.with("Idempotency-Key", "k").post(saga + "/events", CONFIRMED);

    assertThat(ended(saga).text("/status")).isEqualTo("COMPLETED");
    assertThat(count(saga, "StepCompleted")).isEqualTo(3);
  }

  @Test
  void a_saga_is_watched_as_it_changes_and_the_watching_resumes() {
    String saga = waiting("confirmed-transfer");
    EventStream live = EventStream.open(rest.url(saga + "/live"), null);
    await().atMost(SOON).until(() -> live.ids().size() == 1);

    rest.with("Idempotency-Key", "k").post(saga + "/events", CONFIRMED);

    live.awaitEnd(SOON);
    assertThat(live.statuses().getFirst()).isEqualTo("RUNNING");
    assertThat(live.statuses().getLast()).isEqualTo("COMPLETED");
    assertThat(live.ids()).isSorted().doesNotHaveDuplicates();
    EventStream rest2 = EventStream.open(rest.url(saga + "/live"), live.ids().getFirst());
    rest2.awaitEnd(SOON);
    assertThat(rest2.ids()).isEqualTo(live.ids().subList(1, live.ids().size()));
    assertThat(rest.with("Last-Event-ID", live.ids().getLast()).get(saga + "/live").status())
        .isEqualTo(204);
    assertThat(rest.get("/api/v1/sagas/confirmed-transfer-no/live").status()).isEqualTo(404);
  }

  @Test
  void there_is_an_end_to_the_number_of_live_streams() {
    String saga = waiting("confirmed-transfer");
    List<EventStream> open =
        List.of(
            EventStream.open(rest.url(saga + "/live"), null),
            EventStream.open(rest.url(saga + "/live"), null),
            EventStream.open(rest.url(saga + "/live"), null));
    await().atMost(SOON).until(() -> open.stream().allMatch(one -> one.ids().size() == 1));

    assertThat(rest.get(saga + "/live").text("/code")).isEqualTo("too-many-streams");

    because(saga + "/compensate");
    open.forEach(one -> one.awaitEnd(SOON));
  }

  @Test
  void a_saga_that_stands_still_is_listed_with_the_reason() {
    String saga = waiting("confirmed-transfer");

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(
                        rest.get("/api/v1/sagas/stalled?olderThan=PT0.01S&limit=500").at("/items"))
                    .filteredOn(item -> item.get("sagaId").asString().equals(id(saga)))
                    .singleElement()
                    .satisfies(
                        item -> assertThat(item.get("reasons").size()).isGreaterThanOrEqualTo(2)));
    assertThat(rest.get("/api/v1/sagas/stalled?olderThan=long").status()).isEqualTo(400);
  }

  @Test
  void the_history_of_a_run_is_there_for_replay_tests() {
    String saga = waiting("confirmed-transfer");

    assertThat(rest.get(saga + "/history").text("/events/0/eventType"))
        .contains("WORKFLOW_EXECUTION_STARTED");
    assertThat(rest.get("/api/v1/sagas/confirmed-transfer-no/history").status()).isEqualTo(404);
  }

  @Test
  void a_type_of_saga_tells_all_that_is_declared_of_it() {
    Rest.Answer type = rest.get("/api/v1/saga-types/confirmed-transfer");

    assertThat(type.text("/steps/0/name")).isEqualTo("debit-source");
    assertThat(type.text("/steps/0/expected")).isEqualTo("PT0.02S");
    assertThat(type.text("/steps/0/backoff/kind")).isEqualTo("EXPONENTIAL");
    assertThat(type.text("/steps/0/refusals/1")).isEqualTo("account-frozen");
    assertThat(type.at("/steps/1/refusals")).isEmpty();
    assertThat(type.text("/steps/1/eventType")).isEqualTo("transfer-confirmed");
    assertThat(type.text("/events/0/data/properties/code/type")).isEqualTo("integer");
    assertThat(type.text("/example/amount/amount")).isEqualTo("1.00");
    assertThat(type.text("/story/1/step")).isEqualTo("confirm");
    assertThat(type.text("/diagram"))
        .contains("undo debit-source")
        .contains("{{\"credit-target\"}}");
    assertThat(rest.get("/api/v1/saga-types").at("/items").size()).isEqualTo(3);
    assertThat(rest.get("/api/v1/saga-types/nonsense").status()).isEqualTo(404);
  }

  @Test
  void a_body_that_cannot_be_read_is_told_as_such() {
    String call = "/api/v1/sagas/account-transfer-x/compensate";

    Rest.Answer missing = rest.post(call, "");
    Rest.Answer cut = rest.post(call, "{\"reason\":");
    Rest.Answer unread = rest.with("Content-Type", "text/plain").post(call, "{\"reason\":\"r\"}");

    assertThat(missing.status()).isEqualTo(400);
    assertThat(missing.text("/code")).isEqualTo("invalid-request");
    assertThat(missing.text("/errors/0/message")).isEqualTo("a JSON body is required");
    assertThat(cut.status()).isEqualTo(400);
    assertThat(cut.text("/errors/0/message")).startsWith("the body is not JSON: ");
    assertThat(unread.status()).isEqualTo(415);
    assertThat(unread.text("/code")).isEqualTo("unsupported-media-type");
    Rest.Answer put = rest.put(call, "{}");
    assertThat(put.text("/code")).isEqualTo("method-not-allowed");
    assertThat(put.text("/detail")).isEqualTo("this path takes no PUT, but POST");
    Rest.Answer twice = rest.post(call, "{\"reason\":\"a\",\"reason\":\"b\"}");
    assertThat(twice.status()).isEqualTo(400);
    assertThat(twice.text("/errors/0/message")).contains("Duplicate property");
    String huge = "{\"reason\":\"%s\"}".formatted("x".repeat(1_000_000));
    assertThat(rest.post(call, huge).text("/code")).isEqualTo("body-too-large");
    assertThat(rest.postInPieces(call, huge).text("/code")).isEqualTo("body-too-large");
    assertThat(
            rest.with("Idempotency-Key", "k").post("/api/v1/sagas/account-transfer", "").status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "application/x-www-form-urlencoded, name=100%",
    "multipart/form-data, name",
    "text/csv, name"
  })
  void a_body_that_is_no_json_is_told_as_such_however_it_is_broken(String type, String body) {
    Rest other = rest.with("Content-Type", type);

    for (Rest.Answer answer :
        List.of(
            other.post("/api/v1/accounts", body),
            other.post("/api/v1/accounts", body.repeat(500_000)),
            other.put("/api/v1/products/lamp", body))) {
      assertThat(answer.status()).as(answer.body().toString()).isEqualTo(415);
      assertThat(answer.text("/code")).isEqualTo("unsupported-media-type");
    }
  }

  @Test
  void the_description_of_the_api_shows_what_operators_and_the_outside_send() {
    JsonNode api = rest.get("/v3/api-docs").body();
    assertThat(api.at("/info/title").asString()).isEqualTo("Skald");
    assertThat(api.at("/info/version").asString()).isEqualTo("v1");
    assertThat(sent(api, "/api/v1/sagas/{sagaId}/events"))
        .containsExactlyInAnyOrder("type", "data");
    assertThat(sent(api, "/api/v1/sagas/{sagaId}/steps/{step}/resolve"))
        .containsExactlyInAnyOrder("reason", "result", "round", "asked");
    assertThat(sent(api, "/api/v1/accounts/{id}/deposits")).containsExactly("amount");
    assertThat(api.at("/components/schemas/Money/properties/amount/type").asString())
        .isEqualTo("string");
    JsonNode events = api.at("/paths").get("/api/v1/sagas/{sagaId}/events").get("post");
    assertThat(events.get("responses").has("202")).isTrue();
    assertThat(events.get("parameters"))
        .extracting(parameter -> parameter.get("name").asString())
        .contains("Idempotency-Key");
  }

  private static Iterable<String> sent(JsonNode api, String path) {
    String schema =
        api.get("paths")
            .get(path)
            .at("/post/requestBody/content/application~1json/schema/$ref")
            .asString();
    return api.at(schema.substring(1)).get("properties").propertyNames();
  }

  @Test
  void the_description_of_the_api_shows_how_each_saga_is_started() {
    JsonNode examples =
        rest.get("/v3/api-docs")
            .body()
            .get("paths")
            .get("/api/v1/sagas/{type}")
            .at("/post/requestBody/content/application~1json/examples");

    assertThat(examples.at("/account-transfer/value/amount/amount").asString()).isEqualTo("25.00");
  }

  /** A saga whose undo is refused: the account is closed that the money has to go back to. */
  private static String stuck() {
    String alice = open("5.00");
    String saga = begin("confirmed-transfer", alice, open("0.00"));
    awaitWaiting(saga);
    assertThat(rest.post("/api/v1/accounts/" + alice + "/close", "{}").status()).isEqualTo(200);
    assertThat(because(saga + "/compensate").status()).isEqualTo(202);
    awaitStatus(saga, "AWAITING_OPERATOR");
    return saga;
  }

  /** A saga whose run was terminated, and which recovery leaves to people. */
  private static String lost() {
    String saga = waiting("confirmed-transfer");
    terminate(saga);
    record(saga, "recovery/1", new RecoveryTried(1, "TERMINATED", "GIVE_UP"));
    return saga;
  }

  private static void terminate(String saga) {
    skald.bean(WorkflowClient.class).newUntypedWorkflowStub(id(saga)).terminate("by accident");
  }

  private static void record(String saga, String command, SagaEvent event) {
    skald
        .bean(SagaLog.class)
        .record(
            id(saga),
            id(saga) + "/" + command,
            new Origin("skald", "recovery", null, null, null, null),
            event);
  }

  private static String waiting(String type) {
    String saga = begin(type, open("5.00"), open("0.00"));
    awaitWaiting(saga);
    return saga;
  }

  private static void awaitWaiting(String saga) {
    await().atMost(SOON).until(() -> rest.get(saga).text("/steps/1/status").equals("WAITING"));
  }

  private static void awaitStatus(String saga, String status) {
    await().atMost(SOON).until(() -> rest.get(saga).text("/status").equals(status));
  }

  private static Rest.Answer ended(String saga) {
    await().atMost(SOON).until(() -> !rest.get(saga).at("/endedAt").isNull());
    return rest.get(saga);
  }

  private static long count(String saga, String eventType) {
    return recorded(saga, eventType).size();
  }

  private static String id(String saga) {
    return saga.substring(saga.lastIndexOf('/') + 1);
  }

  private static Rest.Answer because(String path) {
    return rest.post(path, "{\"reason\":\"it was asked for\"}");
  }

  private static String begin(String type, String from, String to) {
    Rest.Answer answer =
        rest.with("Idempotency-Key", UUID.randomUUID())
            .post("/api/v1/sagas/" + type, request(from, to));
    assertThat(answer.status()).isEqualTo(202);
    return answer.text("/links/self");
  }

  private static String request(String from, String to) {
    return """
    {"sourceAccountId":"%s","targetAccountId":"%s","amount":{"amount":"5.00","currency":"EUR"}}
    """
        .formatted(from, to);
  }

  private static String inOtherWords(String from, String to, String amount) {
    return """
    {"amount":{"currency":"EUR","amount":"%s"},"reference":null,
     "targetAccountId":"%s","sourceAccountId":"%s"}
    """
        .formatted(amount, to, from);
  }

  private static String open(String balance) {
    return rest.post(
            "/api/v1/accounts",
            """
            {"owner":"someone","openingBalance":{"amount":"%s","currency":"EUR"}}
            """
                .formatted(balance))
        .text("/accountId");
  }
}
