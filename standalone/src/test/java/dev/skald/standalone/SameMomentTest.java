package dev.skald.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skald.stack.testing.TestServers;
import dev.skald.workflows.SagaCatalog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/**
 * A saga is called off in the moment in which the event comes that it waited for. Temporal drops
 * what a run has done without the one that came later, and has it told again with both.
 */
class SameMomentTest {

  private static final int TIMES = 10;
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String CONFIRMED =
      "{\"type\":\"transfer-confirmed\",\"data\":{\"by\":\"carol\",\"code\":7}}";

  @Configuration(proxyBeanMethods = false)
  static class OneSaga {
    @Bean
    @Primary
    SagaCatalog oneSaga() {
      return new SagaCatalog(
          List.of(new ConfirmedTransferSaga("confirmed-transfer", Duration.ofMinutes(5))));
    }
  }

  @Test
  void on_the_server_of_tests_who_calls_off_is_told_what_comes_of_it() {
    tellsWhatComesOfIt(Map.of());
  }

  @Test
  void on_a_real_server_who_calls_off_is_told_what_comes_of_it() {
    Optional<String> server = TestServers.temporal();
    assumeTrue(
        server.isPresent(),
        "Temporal's server is not built here: `./skald up` or tools/temporal/build makes it");
    tellsWhatComesOfIt(
        Map.of(
            "skald.temporal.target",
            server.get(),
            "skald.temporal.namespace",
            "same-moment-" + UUID.randomUUID()));
  }

  private static void tellsWhatComesOfIt(Map<String, String> settings) {
    try (RunningSkald skald = RunningSkald.start(settings, OneSaga.class)) {
      Rest rest = skald.rest();
      for (int time = 1; time <= TIMES; time++) {
        tellsWhatComesOfIt(rest);
      }
    }
  }

  private static void tellsWhatComesOfIt(Rest rest) {
    String saga = waiting(rest);
    Rest keyed = rest.with("Idempotency-Key", UUID.randomUUID());
    CompletableFuture<Rest.Answer> confirmed =
        CompletableFuture.supplyAsync(() -> keyed.post(saga + "/events", CONFIRMED));
    Rest.Answer off = rest.post(saga + "/compensate", "{\"reason\":\"it was asked for\"}");

    await().atMost(SOON).until(() -> !rest.get(saga).at("/endedAt").isNull());
    assertThat(confirmed.join().status()).isIn(202, 409);
    Rest.Answer ended = rest.get(saga);
    boolean undone = ended.text("/status").equals("COMPENSATED");
    assertThat(off.status()).as("%s", off.body()).isEqualTo(undone ? 202 : 409);
    assertThat(ended.at("/calledOff").isNull()).isEqualTo(!undone);
    assertThat(ended.text("/steps/1/status")).isEqualTo(undone ? "FAILED" : "COMPLETED");
    assertThat(log(rest, saga))
        .containsSubsequence(undone ? "SagaCompensated" : "SagaCompleted")
        .doesNotContainSubsequence(undone ? "SagaCompensated" : "SagaCompleted", "SagaCalledOff");
  }

  private static List<String> log(Rest rest, String saga) {
    return rest.get("/api/v1/streams/saga-" + saga.substring(saga.lastIndexOf('/') + 1))
        .at("/items")
        .valueStream()
        .map(event -> event.get("type").asString())
        .toList();
  }

  /** The first one may come before the server knows our search attributes, and is refused then. */
  private static String waiting(Rest rest) {
    String request =
        """
        {"sourceAccountId":"%s","targetAccountId":"%s","amount":{"amount":"5.00","currency":"EUR"}}
        """
            .formatted(open(rest, "5.00"), open(rest, "0.00"));
    Rest keyed = rest.with("Idempotency-Key", UUID.randomUUID());
    String saga =
        await()
            .atMost(SOON)
            .until(
                () -> keyed.post("/api/v1/sagas/confirmed-transfer", request),
                answer -> answer.status() < 300)
            .text("/links/self");
    await().atMost(SOON).until(() -> rest.get(saga).text("/steps/1/status"), "WAITING"::equals);
    return saga;
  }

  private static String open(Rest rest, String balance) {
    return rest.post(
            "/api/v1/accounts",
            """
            {"owner":"someone","openingBalance":{"amount":"%s","currency":"EUR"}}
            """
                .formatted(balance))
        .text("/accountId");
  }
}
