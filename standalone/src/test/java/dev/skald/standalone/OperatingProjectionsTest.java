package dev.skald.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What operators do with read models over REST. */
class OperatingProjectionsTest {

  private static final String ACCOUNTS = "/api/v1/projections/accounts";
  private static final Duration SOON = Duration.ofSeconds(30);

  private static RunningSkald skald;
  private static Rest rest;

  @BeforeAll
  static void start() {
    skald = RunningSkald.start(Map.of("skald.worker.sagas", "false"));
    rest = skald.rest();
    open("ada");
    await().atMost(SOON).until(() -> lag() == 0 && status().equals("RUNNING"));
  }

  @AfterAll
  static void stop() {
    skald.close();
  }

  @Test
  void all_projections_tell_where_they_are() {
    Rest.Answer all = rest.get("/api/v1/projections");

    assertThat(all.status()).isEqualTo(200);
    assertThat(all.at("/items"))
        .extracting(projection -> projection.get("name").asString())
        .contains("accounts", "transfers", "sagas", "search");
    Rest.Answer accounts = rest.get(ACCOUNTS);
    assertThat(accounts.at("/position").asLong()).isEqualTo(accounts.at("/head").asLong());
    assertThat(rest.get("/api/v1/projections/nonsense").text("/code"))
        .isEqualTo("projection-unknown");
  }

  @Test
  void a_projection_is_rebuilt_while_it_is_read_and_goes_back_when_told_to() {
    assertThat(rest.post(ACCOUNTS + "/rebuild", "").status()).isEqualTo(202);

    await()
        .atMost(SOON)
        .until(
            () -> {
              assertThat(rest.get("/api/v1/accounts/ada").status()).isEqualTo(200);
              return rest.get(ACCOUNTS).at("/canRollBack").asBoolean();
            });
    assertThat(rest.get(ACCOUNTS).at("/lastSwap/0/same").asBoolean()).isTrue();
    Rest.Answer back = rest.post(ACCOUNTS + "/rollback", "");
    assertThat(back.status()).isEqualTo(202);
    assertThat(back.at("/rolledBack").asBoolean()).isTrue();
    assertThat(back.at("/generation").asLong()).isEqualTo(1);
    assertThat(rest.get("/api/v1/accounts/ada").text("/balance/amount")).isEqualTo("10.00");
    Rest.Answer refused = rest.post(ACCOUNTS + "/rebuild/cancel", "");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("/detail")).contains("no rebuild is under way");
    assertThat(status()).isEqualTo("RUNNING");
    assertThat(rest.post("/api/v1/projections/points/rollback", "").text("/detail"))
        .contains("nothing to go back to");
  }

  @Test
  void a_paused_projection_folds_nothing_until_it_is_resumed() {
    assertThat(rest.post(ACCOUNTS + "/pause", "").text("/status")).isEqualTo("PAUSED");
    open("bo");
    assertThat(lag()).isPositive();
    String why = "/components/projections/details/standingStill/accounts";
    await()
        .atMost(SOON)
        .until(() -> rest.get("/actuator/health").text(why), "accounts is paused"::equals);
    assertThat(rest.get("/actuator/health").text("/status")).isEqualTo("UP");

    assertThat(rest.post(ACCOUNTS + "/resume", "").status()).isEqualTo(202);

    await().atMost(SOON).until(() -> rest.get("/api/v1/accounts/bo").status() == 200);
  }

  @Test
  void dead_letters_are_listed_and_one_that_is_not_there_is_said_to_be_so() {
    assertThat(rest.get("/api/v1/dead-letters").at("/items")).isEmpty();
    String nobody = "/api/v1/dead-letters/" + UUID.randomUUID();
    assertThat(rest.get(nobody).text("/code")).isEqualTo("dead-letter-unknown");
    assertThat(rest.post(nobody + "/replay", "").status()).isEqualTo(404);
    assertThat(rest.post(nobody + "/discard", "{\"reason\":\"\"}").status()).isEqualTo(400);
    assertThat(rest.get("/api/v1/dead-letters/x").status()).isEqualTo(404);
  }

  private static void open(String account) {
    Rest.Answer opened =
        rest.post(
            "/api/v1/accounts",
            """
            {"accountId":"%s","owner":"someone",
             "openingBalance":{"amount":"10.00","currency":"EUR"}}
            """
                .formatted(account));
    assertThat(opened.status()).isEqualTo(201);
  }

  private static String status() {
    return rest.get(ACCOUNTS).text("/status");
  }

  private static long lag() {
    return rest.get(ACCOUNTS).at("/lag/events").asLong(-1);
  }
}
