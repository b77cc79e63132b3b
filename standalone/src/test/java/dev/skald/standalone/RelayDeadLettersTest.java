package dev.skald.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What operators do over REST with streams that the relay stopped at. */
class RelayDeadLettersTest {

  private static final String LETTERS = "/api/v1/dead-letters";
  private static final String ACCOUNT = "/api/v1/accounts/ada";
  private static final String ADA =
      """
      {"accountId":"ada","owner":"Ada","openingBalance":{"amount":"10.00","currency":"EUR"}}
      """;
  private static final Duration SOON = Duration.ofSeconds(30);

  /** So few bytes that an account opens, but is not frozen at length. */
  private static final String LIMIT = "2000";

  private static RunningSkald skald;
  private static Rest rest;

  @BeforeAll
  static void start() {
    skald =
        RunningSkald.start(
            Map.of(
                "skald.worker.sagas", "false", "skald.event-store.relay.max-record-bytes", LIMIT));
    rest = skald.rest();
  }

  @AfterAll
  static void stop() {
    skald.close();
  }

  @Test
  void a_stream_that_kafka_cannot_take_is_shown_tried_again_and_let_go_with_a_reason() {
    assertThat(rest.post("/api/v1/accounts", ADA).status()).isEqualTo(201);
    // Or its read model might still be about to begin, which it does with the log.
    await().atMost(SOON).until(() -> rest.get(ACCOUNT).text("/status"), "OPEN"::equals);
    assertThat(
            rest.post(ACCOUNT + "/freeze", "{\"reason\":\"%s\"}".formatted("€".repeat(500)))
                .status())
        .isEqualTo(200);
    JsonNode letter =
        await().atMost(SOON).until(() -> letters(), found -> !found.isEmpty()).getFirst();
    String one = LETTERS + "/" + letter.get("id").asString();

    assertThat(letter.get("streamId").asString()).isEqualTo("account-ada");
    assertThat(letter.get("cause").asString()).isEqualTo("CANNOT_PUBLISH");
    assertThat(letter.get("eventType").asString()).isEqualTo("AccountFrozen");
    assertThat(letter.get("error").asString()).contains("more than " + LIMIT);
    assertThat(rest.get(one).text("/payload")).isEqualTo("{\"reason\":\"<text>\"}");
    assertThat(rest.get(ACCOUNT).text("/status")).isEqualTo("OPEN");

    Rest.Answer replayed = rest.post(one + "/replay", "");
    assertThat(replayed.status()).isEqualTo(409);
    assertThat(replayed.text("/code")).isEqualTo("parked-again");
    assertThat(replayed.text("/detail")).contains("version 2", letter.get("id").asString());

    Rest.Answer discarded = rest.post(one + "/discard", "{\"reason\":\"nobody listens\"}");
    assertThat(discarded.status()).isEqualTo(200);
    assertThat(discarded.text("/state")).isEqualTo("DISCARDED");
    assertThat(rest.get(ACCOUNT).text("/status")).isEqualTo("FROZEN");
    assertThat(letters())
        .singleElement()
        .satisfies(kept -> assertThat(kept.get("reason").asString()).isEqualTo("nobody listens"));
    assertThat(rest.post(one + "/replay", "").text("/code")).isEqualTo("not-parked");
  }

  @Test
  void a_filter_that_names_no_projection_is_refused_with_those_there_are() {
    assertThat(rest.get(LETTERS + "?projection=accounts").status()).isEqualTo(200);

    Rest.Answer refused = rest.get(LETTERS + "?projection=nonsense");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("/errors/0/message")).contains("'nonsense'", "relay", "accounts");
  }

  private static List<JsonNode> letters() {
    return rest.get(LETTERS + "?projection=relay").at("/items").values().stream().toList();
  }
}
