package dev.skald.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.temporal.testserver.TestServer;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A program starts while what it needs is away, says so, and recovers by itself. */
class StartWithoutServersTest {

  private static final String TRANSFER =
      """
      {"sourceAccountId":"a","targetAccountId":"b","amount":{"amount":"1.00","currency":"EUR"}}
      """;

  @Test
  void without_temporal_and_kafka_it_is_alive_and_ready_and_says_what_is_missing() {
    try (RunningSkald skald =
        RunningSkald.start(
            Map.of(
                "skald.temporal.target",
                "127.0.0.1:1",
                "skald.kafka.bootstrap-servers",
                "127.0.0.1:1"))) {
      Rest rest = skald.rest();

      assertThat(rest.get("/actuator/health/liveness").status()).isEqualTo(200);
      assertThat(rest.get("/actuator/health/readiness").status()).isEqualTo(200);
      Rest.Answer health = rest.get("/actuator/health");
      assertThat(health.status()).isEqualTo(503);
      assertThat(health.text("/components/temporal/status")).isEqualTo("DOWN");
      assertThat(health.text("/components/db/status")).isEqualTo("UP");

      long asked = System.nanoTime();
      Rest.Answer start =
          rest.with("Idempotency-Key", "k").post("/api/v1/sagas/account-transfer", TRANSFER);
      assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(20));
      assertThat(start.status()).isEqualTo(503);
      assertThat(start.text("/code")).isEqualTo("temporal-unavailable");
      assertThat(start.text("/detail")).contains("not known", "the same Idempotency-Key");
    }
  }

  @Test
  void it_runs_sagas_as_soon_as_temporal_is_there_and_says_which_it_has_taken_when_it_goes() {
    int port = Ports.free();
    try (RunningSkald skald =
        RunningSkald.start(Map.of("skald.temporal.target", "127.0.0.1:" + port))) {
      Rest rest = skald.rest();
      String key = UUID.randomUUID().toString();
      CompletableFuture<Rest.Answer> waiting;
      assertThat(rest.get("/actuator/health").text("/components/temporal/status"))
          .isEqualTo("DOWN");

      try (var _ = TestServer.createPortBoundServer(port)) {
        await()
            .atMost(Duration.ofSeconds(20))
            .until(
                () ->
                    rest.get("/actuator/health").text("/components/temporal/status").equals("UP"));
        Rest.Answer saga =
            await()
                .atMost(Duration.ofSeconds(20))
                .until(
                    () ->
                        rest.with("Idempotency-Key", UUID.randomUUID())
                            .with("Prefer", "wait=10")
                            .post("/api/v1/sagas/account-transfer", TRANSFER),
                    answer -> answer.status() == 200);
        assertThat(saga.text("/status")).isEqualTo("COMPENSATED");
        assertThat(saga.text("/failure/code")).isEqualTo("account-unknown");

        skald.stopWorker();
        waiting =
            CompletableFuture.supplyAsync(
                () ->
                    rest.with("Idempotency-Key", key)
                        .with("Prefer", "wait=5")
                        .post("/api/v1/sagas/account-transfer", TRANSFER));
        await().until(() -> rest.get("/api/v1/sagas/account-transfer-" + key).status() == 200);
      }

      Rest.Answer taken = waiting.join();
      assertThat(taken.status()).as(taken.text("/detail")).isEqualTo(202);
      assertThat(taken.text("/sagaId")).isEqualTo("account-transfer-" + key);
    }
  }

  @Test
  void commands_or_queries_can_be_off() {
    try (RunningSkald queries = RunningSkald.start(Map.of("skald.api.commands", "false"))) {
      assertThat(queries.rest().post("/api/v1/accounts", "{}").status()).isEqualTo(405);
      await().until(() -> queries.rest().get("/api/v1/accounts").status() == 200);
    }
  }

  @Test
  void a_query_says_so_when_no_read_models_were_ever_built() {
    try (RunningSkald reader = RunningSkald.start(Map.of("skald.projections.enabled", "false"))) {
      Rest.Answer accounts = reader.rest().get("/api/v1/accounts");
      assertThat(accounts.status()).isEqualTo(503);
      assertThat(accounts.text("/code")).isEqualTo("read-models-unavailable");
    }
  }

  @Test
  void a_wrong_value_stops_the_start_with_a_sentence() {
    assertThatThrownBy(() -> RunningSkald.start(Map.of("skald.temporal.target", "nowhere")))
        .hasStackTraceContaining("skald.temporal.target is 'nowhere', but must be host:port");
  }
}
