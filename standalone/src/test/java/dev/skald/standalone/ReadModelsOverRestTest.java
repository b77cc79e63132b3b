package dev.skald.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Figures, live accounts and transfers, and search, as callers see them. */
class ReadModelsOverRestTest {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static RunningSkald skald;
  private static Rest rest;

  private final String source = "source-" + UUID.randomUUID();
  private final String target = "target-" + UUID.randomUUID();

  @BeforeAll
  static void start() {
    skald = RunningSkald.start(Map.of("skald.api.live-streams", "2"));
    rest = skald.rest();
    await().until(() -> rest.get("/api/v1/statistics/sagas").status() == 200);
    await().until(() -> rest.get("/api/v1/search?q=nothing").status() == 200);
  }

  @AfterAll
  static void stop() {
    skald.close();
  }

  @Test
  void sagas_are_counted_and_the_money_they_moved_is_summed() {
    open(source, "100.00");
    open(target, "0.00");
    long position = transfer("25.00");
    transfer("1000000.00");

    Rest.Answer figures =
        rest.with("Skald-Min-Position", position).get("/api/v1/statistics/sagas?by=day");

    assertThat(figures.status()).isEqualTo(200);
    assertThat(figures.text("/by")).isEqualTo("day");
    assertThat(figures.text("/sagas/0/type")).isEqualTo("account-transfer");
    assertThat(figures.at("/sagas/0/byStatus/COMPLETED").asLong()).isPositive();
    assertThat(figures.at("/sagas/0/byStatus/COMPENSATED").asLong()).isPositive();
    assertThat(figures.at("/sagas/0/failuresByStep/debit-source").asLong()).isPositive();
    assertThat(figures.at("/sagas/0/p50Millis").isNumber()).isTrue();
    assertThat(figures.text("/moneyMoved/0/amount/currency")).isEqualTo("EUR");
    assertThat(figures.at("/moneyMoved/0/transfers").asLong()).isPositive();
  }

  @Test
  void an_account_is_watched_until_it_is_closed_and_the_watching_resumes() {
    open(source, "0.00");
    String live = "/api/v1/accounts/" + source + "/live";
    EventStream first = EventStream.open(rest.url(live), null);
    await().atMost(SOON).until(() -> first.data().size() == 1);

    post("deposits", "{\"amount\":{\"amount\":\"5.00\",\"currency\":\"EUR\"}}");
    post("withdrawals", "{\"amount\":{\"amount\":\"5.00\",\"currency\":\"EUR\"}}");
    post("close", "{\"reason\":\"done\"}");
    first.awaitEnd(SOON);

    assertThat(first.data())
        .extracting(account -> account.at("/balance/amount").asString())
        .containsExactly("0.00", "5.00", "0.00", "0.00");
    assertThat(first.statuses()).last().isEqualTo("CLOSED");
    EventStream again = EventStream.open(rest.url(live), first.ids().getFirst());
    again.awaitEnd(SOON);
    assertThat(again.ids()).isEqualTo(first.ids().subList(1, 4));
    assertThat(rest.with("Last-Event-ID", first.ids().getLast()).get(live).status()).isEqualTo(204);
    assertThat(rest.get("/api/v1/accounts/nobody/live").text("/code")).isEqualTo("account-unknown");
    assertThat(rest.get("/api/v1/accounts/no%20body/live").status()).isEqualTo(404);
    assertThat(rest.with("Last-Event-ID", "x").get(live).status()).isEqualTo(400);
  }

  @Test
  void new_transfers_are_watched_by_as_many_as_there_are_places() {
    open(source, "100.00");
    open(target, "0.00");
    String live = "/api/v1/transfers/live";
    for (int i = 0; i < 5; i++) {
      // Who wants the headers only takes no place.
      assertThat(rest.head(live).headers().get("content-type")).startsWith("text/event-stream");
    }
    EventStream first = EventStream.open(rest.url(live), null);
    EventStream second = EventStream.open(rest.url(live) + ";as=other", null);
    // Each is told at once where it stands, so that it can come again without missing anything.
    await().atMost(SOON).until(() -> first.ids().size() == 1 && second.ids().size() == 1);
    assertThat(rest.get(live).text("/code")).isEqualTo("too-many-streams");

    transfer("1.00");
    transfer("2.00");

    await().atMost(SOON).until(() -> amounts(first).equals(List.of("1.00", "2.00")));
    await().atMost(SOON).until(() -> amounts(second).equals(List.of("1.00", "2.00")));
    first.leave();
    second.leave();
    await().atMost(SOON).until(() -> resumed(live, first.ids().get(1)).equals(List.of("2.00")));
  }

  @Test
  void an_account_is_shown_as_it_was_and_what_moved_on_it_by_day() {
    open(source, "10.00");
    String path = "/api/v1/accounts/" + source;
    String then = rest.get("/api/v1/streams/account-" + source).text("/items/0/recordedAt");
    post("deposits", "{\"amount\":{\"amount\":\"5.00\",\"currency\":\"EUR\"}}");

    assertThat(rest.get(path + "?at=" + then).text("/balance/amount")).isEqualTo("10.00");
    assertThat(rest.get(path + "?at=2100-01-01T00:00:00Z").text("/balance/amount"))
        .isEqualTo("15.00");
    assertThat(rest.get(path + "?at=2020-01-01T00:00:00Z").text("/code"))
        .isEqualTo("account-unknown");
    await().atMost(SOON).until(() -> rest.get(path).text("/balance/amount"), "15.00"::equals);
    Rest.Answer days = rest.get(path + "/statistics");
    assertThat(days.at("/days")).hasSize(1);
    assertThat(days.text("/days/0/in/amount")).isEqualTo("15.00");
    assertThat(days.text("/days/0/largest/amount")).isEqualTo("10.00");
    assertThat(days.text("/days/0/closing/amount")).isEqualTo("15.00");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/statistics", "/entries", "/live"})
  void an_account_that_there_is_not_has_nothing_to_show(String what) {
    assertThat(rest.get("/api/v1/accounts/nobody" + what).text("/code"))
        .isEqualTo("account-unknown");
  }

  @Test
  void what_has_not_changed_is_not_sent_again_and_what_has_is() {
    open(source, "100.00");
    open(target, "0.00");
    long position = transfer("25.00");
    Rest settled = rest.with("Skald-Min-Position", position);
    for (String path :
        List.of(
            "/api/v1/accounts/" + source,
            "/api/v1/accounts/" + source + "/entries",
            "/api/v1/transfers?accountId=" + source)) {
      String tag = settled.get(path).headers().getOrDefault("etag", "none");

      assertThat(settled.with("If-None-Match", tag).get(path).status()).as(path).isEqualTo(304);
    }
    String path = "/api/v1/accounts/" + source;
    String tag = settled.get(path).headers().getOrDefault("etag", "none");
    Rest.Answer later =
        rest.with("Skald-Min-Position", transfer("1.00")).with("If-None-Match", tag).get(path);
    assertThat(later.status()).isEqualTo(200);
    assertThat(later.text("/balance/amount")).isEqualTo("74.00");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/sagas/a%20b", "/sagas/a%20b/live", "/sagas/%C3%BC/undo-plan"})
  void what_is_no_id_of_a_saga_is_that_of_none(String path) {
    assertThat(rest.get("/api/v1" + path).text("/code")).isEqualTo("saga-unknown");
  }

  /** Empty as long as those who left still have their places. */
  private List<String> resumed(String live, long after) {
    transfer("0.01");
    EventStream stream = EventStream.open(rest.url(live), after);
    try {
      await().atMost(Duration.ofSeconds(2)).until(() -> !amounts(stream).isEmpty());
      return amounts(stream).subList(0, 1);
    } catch (org.awaitility.core.ConditionTimeoutException _) {
      return List.of();
    } finally {
      stream.leave();
    }
  }

  @Test
  void what_is_searched_for_is_found_with_what_matched() {
    open(source, "1.00");
    open(target, "0.00");
    long position = transfer("7000000.00");

    Rest.Answer found =
        rest.with("Skald-Min-Position", position)
            .get("/api/v1/search?q=insuficient%20" + source + "&in=sagas,orders&limit=5");

    assertThat(found.status()).as(found.body().toString()).isEqualTo(200);
    assertThat(rest.get("/api/v1/search?q=acount&in=sagas&limit=1").text("/items/0/title"))
        .isEqualTo("account-transfer");
    Rest.Answer one = rest.get("/api/v1/search?q=acount&in=sagas&limit=1");
    assertThat(one.text("/corrections/acount/0")).isEqualTo("account");
    assertThat(one.text("/items/0/in")).isEqualTo("sagas");
    assertThat(one.text("/items/0/matches/0/text")).isEqualTo("account");
    assertThat(rest.get(one.text("/items/0/links/self")).status()).isEqualTo(200);
    assertThat(rest.get("/api/v1/search/suggestions?q=acc").text("/items/0/text"))
        .isEqualTo("account");
  }

  @ParameterizedTest
  @CsvSource({
    "/search, q",
    "/search?q=, q",
    "/search?q=%20-, q",
    "/search?q=a&in=money, in",
    "/search?q=a&in=, in",
    "/search?q=a&status=LOST, status",
    "/search?q=a&in=content&status=SHIPPED, status",
    "/search?q=a&limit=0, limit",
    "/search?q=a&cursor=abc, cursor",
    "/search?q=a&from=now, from",
    "/search/suggestions, q",
    "/search/suggestions?q=a&in=money, in",
    "/accounts?owner=%FF, ''",
    "/accounts?owner=%00, owner",
    "/sagas?q=%00, q",
    "/events?type=%00, type",
    "/accounts?minBalance=1e999999, minBalance",
    "/accounts/a?at=then, at",
    "/accounts/a/statistics?from=2000-01-01T00:00:00Z, from",
    "/sagas/stalled?olderThan=PT2562047788015215H, olderThan",
    "/statistics/sagas?to=0001-01-01T00:00:00Z, from",
    "/statistics/sagas?by=week, by",
    "/statistics/sagas?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z, from",
    "/statistics/sagas?from=2020-01-02T00:00:00Z&by=minute, by",
    "/sagas?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z, from",
    "/search?q=a&from=2026-01-02T00:00:00Z&to=2026-01-02T00:00:00Z, from",
    "/accounts?minBalance=2&maxBalance=1, minBalance",
    "/sagas?stauts=FAILED, stauts",
    "/accounts/a?until=2026-01-01T00:00:00Z, until",
    "/projections?name=accounts, name"
  })
  void what_makes_no_sense_is_told_with_its_field(String path, String field) {
    Rest.Answer answer = rest.get("/api/v1" + path);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("/errors/0/field")).isEqualTo(field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/accounts/a%2Fb", "/accounts/a%5Cb"})
  void what_the_server_itself_refuses_is_a_problem_as_well(String path) {
    Rest.Answer answer = rest.get("/api/v1" + path);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.headers().get("content-type")).startsWith("application/problem+json");
    assertThat(answer.text("/code")).isEqualTo("bad-request");
  }

  private static List<String> amounts(EventStream stream) {
    return stream.data().stream().map(one -> one.at("/amount/amount").asString()).toList();
  }

  private static void open(String id, String balance) {
    rest.post(
        "/api/v1/accounts",
        """
        {"accountId":"%s","owner":"Ada","openingBalance":{"amount":"%s","currency":"EUR"}}
        """
            .formatted(id, balance));
  }

  private void post(String what, String body) {
    assertThat(rest.post("/api/v1/accounts/" + source + "/" + what, body).status()).isEqualTo(200);
  }

  private long transfer(String amount) {
    Rest.Answer saga =
        rest.with("Idempotency-Key", UUID.randomUUID())
            .with("Prefer", "wait=20")
            .post(
                "/api/v1/sagas/account-transfer",
                """
                {"sourceAccountId":"%s","targetAccountId":"%s",
                 "amount":{"amount":"%s","currency":"EUR"}}
                """
                    .formatted(source, target, amount));
    assertThat(saga.status()).as(saga.body().toString()).isEqualTo(200);
    return saga.at("/position").asLong();
  }
}
