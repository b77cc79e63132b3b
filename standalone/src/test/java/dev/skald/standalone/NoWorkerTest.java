package dev.skald.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Nobody runs sagas, as while all workers are being replaced. */
class NoWorkerTest {

  private static RunningSkald skald;
  private static Rest rest;

  @BeforeAll
  static void start() {
    skald = RunningSkald.start(Map.of());
    skald.stopWorker();
    rest = skald.rest();
  }

  @AfterAll
  static void stop() {
    skald.close();
  }

  @Test
  void a_saga_is_taken_and_shown_but_an_operator_is_told_to_try_again() {
    Rest.Answer started =
        rest.with("Idempotency-Key", UUID.randomUUID())
            .with("Prefer", "wait=1")
            .post(
                "/api/v1/sagas/account-transfer",
                """
                {"sourceAccountId":"a","targetAccountId":"b",
                 "amount":{"amount":"1.00","currency":"EUR"}}
                """);
    assertThat(started.status()).isEqualTo(202);
    String saga = "/api/v1/sagas/" + started.text("/sagaId");

    Rest.Answer shown = rest.get(saga);
    Rest.Answer called = rest.post(saga + "/compensate", "{\"reason\":\"too late\"}");

    assertThat(shown.text("/status")).isEqualTo("RUNNING");
    assertThat(shown.at("/position").isNull()).isTrue();
    assertThat(called.status()).isEqualTo(503);
    assertThat(called.text("/code")).isEqualTo("no-worker");
    assertThat(called.headers()).containsKey("retry-after");
  }
}
