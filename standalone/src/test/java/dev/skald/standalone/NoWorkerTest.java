package dev.skald.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Nobody runs sagas, as while all workers are being replaced. */
class NoWorkerTest {

  private static final String TRANSFER =
      """
      {"sourceAccountId":"a","targetAccountId":"b","amount":{"amount":"1.00","currency":"EUR"}}
      """;

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
            .post("/api/v1/sagas/account-transfer", TRANSFER);
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

  @Test
  void a_start_of_which_nothing_is_recorded_yet_is_told_from_another() {
    Rest keyed = rest.with("Idempotency-Key", UUID.randomUUID());
    String inOtherWords =
        """
        {"amount":{"currency":"EUR","amount":"1"},"targetAccountId":"b","sourceAccountId":"a"}
        """;

    assertThat(keyed.post("/api/v1/sagas/account-transfer", TRANSFER).status()).isEqualTo(202);
    assertThat(keyed.post("/api/v1/sagas/account-transfer", inOtherWords).status()).isEqualTo(202);
    assertThat(
            keyed.post("/api/v1/sagas/account-transfer", TRANSFER.replace("1.00", "2.00")).status())
        .isEqualTo(422);
  }

  @Test
  void who_waits_for_an_end_has_an_answer_before_the_program_is_gone() {
    RunningSkald leaving = RunningSkald.start(Map.of());
    CompletableFuture<Rest.Answer> waiting;
    try (leaving) {
      leaving.stopWorker();
      Rest asked = leaving.rest().with("Idempotency-Key", "k").with("Prefer", "wait=60");
      waiting =
          CompletableFuture.supplyAsync(
              () -> asked.post("/api/v1/sagas/account-transfer", TRANSFER));
      await().until(() -> asked.get("/api/v1/sagas/account-transfer-k").status() == 200);
    }

    assertThat(waiting.join().status()).isEqualTo(202);
  }
}
