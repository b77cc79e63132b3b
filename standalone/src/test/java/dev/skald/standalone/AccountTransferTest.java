package dev.skald.standalone;

import static java.util.Comparator.comparingLong;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The thin thread, from a request to the read model. */
class AccountTransferTest {

  private static RunningSkald skald;
  private static Rest rest;

  @BeforeAll
  static void start() {
    skald = RunningSkald.start(Map.of());
    rest = skald.rest();
  }

  @AfterAll
  static void stop() {
    skald.close();
  }

  @Test
  void a_transfer_moves_the_money_and_shows_in_the_read_models() {
    String alice = open("100.00");
    String bob = open("0.00");

    Rest.Answer saga = transfer(UUID.randomUUID().toString(), alice, bob, "25.00");

    assertThat(saga.status()).isEqualTo(200);
    assertThat(saga.text("/status")).isEqualTo("COMPLETED");
    assertThat(saga.body().get("steps"))
        .extracting(step -> step.get("name").asString() + " " + step.get("status").asString())
        .containsExactly(
            "debit-source COMPLETED", "credit-target COMPLETED", "record-transfer COMPLETED");
    assertThat(balance(alice, saga)).isEqualTo("75.00");
    assertThat(balance(bob, saga)).isEqualTo("25.00");
  }

  @Test
  void a_transfer_without_the_funds_is_compensated_and_changes_nothing() {
    String alice = open("10.00");
    String bob = open("0.00");

    Rest.Answer saga = transfer(UUID.randomUUID().toString(), alice, bob, "25.00");

    assertThat(saga.text("/status")).isEqualTo("COMPENSATED");
    assertThat(saga.text("/failure/step")).isEqualTo("debit-source");
    assertThat(saga.text("/failure/code")).isEqualTo("insufficient-funds");
    assertThat(balance(alice, saga)).isEqualTo("10.00");
    assertThat(types("account-" + alice)).containsExactly("AccountOpened");
  }

  @Test
  void a_transfer_to_a_frozen_account_goes_back() {
    String alice = open("100.00");
    String bob = open("0.00");
    rest.post("/api/v1/accounts/" + bob + "/freeze", "{\"reason\":\"suspicious\"}");

    Rest.Answer saga = transfer(UUID.randomUUID().toString(), alice, bob, "25.00");

    assertThat(saga.text("/status")).isEqualTo("COMPENSATED");
    assertThat(saga.text("/failure/code")).isEqualTo("account-frozen");
    assertThat(saga.text("/steps/0/undo/status")).isEqualTo("COMPLETED");
    assertThat(balance(alice, saga)).isEqualTo("100.00");
    assertThat(types("account-" + alice))
        .containsExactly("AccountOpened", "AccountDebited", "AccountCredited");
  }

  @Test
  void a_transfer_to_a_full_account_goes_back_and_a_deposit_on_it_is_refused() {
    String alice = open("100.00");
    String full = open("9999999999999.99");

    Rest.Answer saga = transfer(UUID.randomUUID().toString(), alice, full, "25.00");

    assertThat(saga.text("/status")).isEqualTo("COMPENSATED");
    assertThat(saga.text("/failure/step")).isEqualTo("credit-target");
    assertThat(saga.text("/failure/code")).isEqualTo("balance-too-large");
    assertThat(balance(alice, saga)).isEqualTo("100.00");
    Rest.Answer deposit =
        rest.post(
            "/api/v1/accounts/" + full + "/deposits",
            "{\"amount\":{\"amount\":\"9999999999999999.99\",\"currency\":\"EUR\"}}");
    assertThat(deposit.status()).isEqualTo(409);
    assertThat(deposit.text("/code")).isEqualTo("balance-too-large");
    Rest.Answer opening = openWith("10000000000000.00");
    assertThat(opening.status()).isEqualTo(409);
    assertThat(opening.text("/code")).isEqualTo("balance-too-large");
    assertThat(opening.text("/detail")).contains("10000000000000.00", "9999999999999.99");
  }

  @Test
  void the_same_transfer_under_two_keys_moves_the_money_once() {
    String alice = open("100.00");
    String bob = open("0.00");
    String id = UUID.randomUUID().toString();

    Rest.Answer first = transferOf(id, alice, bob);
    Rest.Answer second = transferOf(id, alice, bob);

    assertThat(first.text("/status")).isEqualTo("COMPLETED");
    assertThat(second.text("/status")).isEqualTo("COMPENSATED");
    assertThat(second.text("/failure/step")).isEqualTo("debit-source");
    assertThat(second.text("/failure/code")).isEqualTo("transfer-exists");
    assertThat(balance(alice, second)).isEqualTo("75.00");
    assertThat(balance(bob, second)).isEqualTo("25.00");
    assertThat(types("transfer-" + id)).containsExactly("TransferBegun", "TransferRecorded");
    assertThat(rest.get("/api/v1/transfers/" + id).text("/amount/amount")).isEqualTo("25.00");
  }

  @Test
  void the_same_transfer_under_many_keys_at_once_moves_the_money_once() {
    String alice = open("1000.00");
    String bob = open("0.00");
    String id = UUID.randomUUID().toString();

    List<Rest.Answer> answers =
        IntStream.range(0, 6).parallel().mapToObj(_ -> transferOf(id, alice, bob)).toList();

    assertThat(answers)
        .extracting(saga -> saga.text("/status"))
        .containsOnlyOnce("COMPLETED")
        .containsOnly("COMPLETED", "COMPENSATED");
    Rest.Answer last =
        answers.stream().max(comparingLong(saga -> saga.at("/position").asLong())).orElseThrow();
    assertThat(balance(alice, last)).isEqualTo("975.00");
    assertThat(balance(bob, last)).isEqualTo("25.00");
  }

  @Test
  void a_transfer_that_was_undone_is_not_shown_and_its_id_stays_used() {
    String alice = open("100.00");
    String bob = open("0.00");
    String id = UUID.randomUUID().toString();
    rest.post("/api/v1/accounts/" + bob + "/freeze", "{\"reason\":\"suspicious\"}");
    assertThat(transferOf(id, alice, bob).text("/failure/code")).isEqualTo("account-frozen");
    rest.post("/api/v1/accounts/" + bob + "/unfreeze", "{\"reason\":\"cleared\"}");

    Rest.Answer again = transferOf(id, alice, bob);

    assertThat(again.text("/failure/code")).isEqualTo("transfer-exists");
    assertThat(again.text("/failure/message")).contains("also if that was undone");
    assertThat(balance(alice, again)).isEqualTo("100.00");
    assertThat(
            rest.with("Skald-Min-Position", again.at("/position").asLong())
                .get("/api/v1/transfers/" + id)
                .status())
        .isEqualTo(404);
  }

  @Test
  void the_same_key_twice_is_one_transfer() {
    String alice = open("100.00");
    String bob = open("0.00");
    String key = UUID.randomUUID().toString();

    Rest.Answer first = transfer(key, alice, bob, "25.00");
    Rest.Answer second = transfer(key, alice, bob, "25.00");
    Rest.Answer other = transfer(key, alice, bob, "26.00");

    assertThat(second.text("/sagaId")).isEqualTo(first.text("/sagaId"));
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.text("/code")).isEqualTo("idempotency-key-reused");
    assertThat(balance(alice, first)).isEqualTo("75.00");
  }

  @Test
  void the_same_key_at_the_same_time_is_one_transfer() {
    String alice = open("100.00");
    String bob = open("0.00");
    String key = UUID.randomUUID().toString();

    List<Rest.Answer> answers =
        IntStream.range(0, 8).parallel().mapToObj(_ -> transfer(key, alice, bob, "25.00")).toList();

    assertThat(answers).extracting(Rest.Answer::status).containsOnly(200);
    assertThat(balance(alice, answers.getFirst())).isEqualTo("75.00");
  }

  @Test
  void who_asked_for_it_stands_in_the_metadata_of_its_events() {
    String alice = open("100.00");
    String bob = open("0.00");

    Rest.Answer saga =
        transfer(
            rest.with("Skald-Actor", "carol")
                .with("X-Correlation-Id", "c-42")
                .with("Skald-Tenant", "north"),
            UUID.randomUUID().toString(),
            alice,
            bob,
            "1.00");

    for (String stream :
        List.of("saga-" + saga.text("/sagaId"), "account-" + bob, "transfer-" + key(saga))) {
      JsonNode last = rest.get("/api/v1/streams/" + stream).at("/items").get(0);
      JsonNode metadata =
          stream.startsWith("account-")
              ? rest.get("/api/v1/streams/" + stream).at("/items").get(1).get("metadata")
              : last.get("metadata");
      assertThat(metadata.get("actor").asString()).isEqualTo("carol");
      assertThat(metadata.get("correlationId").asString()).isEqualTo("c-42");
      assertThat(metadata.get("tenant").asString()).isEqualTo("north");
      assertThat(metadata.get("clientAddress").asString()).isEqualTo("127.0.0.1");
      assertThat(metadata.get("sagaId").asString()).isEqualTo(saga.text("/sagaId"));
    }
  }

  @Test
  void a_request_with_mistakes_is_told_all_of_them() {
    Rest.Answer answer =
        rest.with("Idempotency-Key", "k")
            .post(
                "/api/v1/sagas/account-transfer",
                """
                {"sourceAccountId":"a b","amount":{"amount":1.5,"currency":"EUR"},"colour":"red"}
                """);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.headers().get("content-type")).startsWith("application/problem+json");
    assertThat(answer.body().get("errors"))
        .extracting(error -> error.get("field").asString())
        .containsExactlyInAnyOrder("sourceAccountId", "targetAccountId", "amount.amount", "colour");
  }

  @Test
  void a_request_without_a_key_or_of_an_unknown_type_is_refused() {
    assertThat(rest.post("/api/v1/sagas/account-transfer", "{}").status()).isEqualTo(400);
    assertThat(rest.with("Idempotency-Key", "k").post("/api/v1/sagas/nonsense", "{}").status())
        .isEqualTo(404);
    assertThat(rest.get("/api/v1/sagas/account-transfer-never").status()).isEqualTo(404);
  }

  @Test
  void the_log_explains_itself() {
    String account = open("10.00");

    Rest.Answer schemas = rest.get("/api/v1/schemas");
    assertThat(schemas.at("/items"))
        .anySatisfy(
            schema ->
                assertThat(schema.get("schema").asString())
                    .isEqualTo("/api/v1/schemas/AccountOpened/1"));
    assertThat(rest.get("/api/v1/schemas/AccountOpened/1").text("/type")).isEqualTo("object");
    assertThat(rest.get("/api/v1/schemas/AccountOpened/99").text("/code"))
        .isEqualTo("schema-unknown");
    Rest.Answer figures = rest.get("/api/v1/streams/account-" + account + "/statistics");
    assertThat(figures.at("/version").asLong()).isEqualTo(1);
    assertThat(figures.at("/types/AccountOpened").asLong()).isEqualTo(1);
    assertThat(rest.get("/api/v1/streams/account-nobody/statistics").status()).isEqualTo(404);
  }

  private static String open(String balance) {
    Rest.Answer answer = openWith(balance);
    assertThat(answer.status()).isEqualTo(201);
    return answer.text("/accountId");
  }

  private static Rest.Answer openWith(String balance) {
    return rest.post(
        "/api/v1/accounts",
        """
        {"owner":"someone","openingBalance":{"amount":"%s","currency":"EUR"}}
        """
            .formatted(balance));
  }

  /** Under a key of its own. */
  private static Rest.Answer transferOf(String id, String from, String to) {
    return rest.with("Idempotency-Key", UUID.randomUUID().toString())
        .with("Prefer", "wait=30")
        .post(
            "/api/v1/sagas/account-transfer",
            """
            {"transferId":"%s","sourceAccountId":"%s","targetAccountId":"%s",
             "amount":{"amount":"25.00","currency":"EUR"}}
            """
                .formatted(id, from, to));
  }

  private static Rest.Answer transfer(String key, String from, String to, String amount) {
    return transfer(rest, key, from, to, amount);
  }

  private static Rest.Answer transfer(
      Rest caller, String key, String from, String to, String amount) {
    return caller
        .with("Idempotency-Key", key)
        .with("Prefer", "wait=30")
        .post(
            "/api/v1/sagas/account-transfer",
            """
            {"sourceAccountId":"%s","targetAccountId":"%s",
             "amount":{"amount":"%s","currency":"EUR"}}
            """
                .formatted(from, to, amount));
  }

  private static String key(Rest.Answer saga) {
    return saga.text("/businessKey");
  }

  private static String balance(String account, Rest.Answer seen) {
    return rest.with("Skald-Min-Position", seen.at("/position").asLong())
        .get("/api/v1/accounts/" + account)
        .text("/balance/amount");
  }

  private static List<String> types(String stream) {
    JsonNode events = rest.get("/api/v1/streams/" + stream).at("/items");
    return events.valueStream().map(event -> event.get("type").asString()).toList();
  }
}
