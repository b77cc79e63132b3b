package dev.skald.standalone;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skald.stack.testing.TestServers;
import dev.skald.workflows.SagaCatalog;
import dev.skald.workflows.engine.Limits;
import dev.skald.workflows.engine.OutsideEvent;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaRun;
import dev.skald.workflows.engine.SagaType;
import dev.skald.workflows.engine.SagaType.IfLost;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** A story that throws: only the production server counts how often it was tried. */
class StuckRunsTest {

  private static final Duration A_WHILE = Duration.ofSeconds(90);
  private static final String WHY = "nobody thought of this";

  /** Whether the code at hand is the one with the mistake. */
  private static final AtomicBoolean MISTAKEN = new AtomicBoolean();

  record Request(String what) {}

  record Confirmed(String by) {}

  private static final OutsideEvent<Confirmed> FIRST = confirmation("first");
  private static final OutsideEvent<Confirmed> SECOND = confirmation("second");

  private static OutsideEvent<Confirmed> confirmation(String name) {
    return new OutsideEvent<>(
        name,
        name + "-confirmed",
        Confirmed.class,
        Limits.slow(ofMinutes(30)).usually(ofMillis(10)).once().thenCompensate());
  }

  private static final class Mistaken implements Saga<Request> {
    @Override
    public SagaType<Request> type() {
      return SagaType.named("mistaken", Request.class)
          .purpose("Waits twice, and has a mistake between.")
          .startedBy(new Request("something"), _ -> null)
          .deadline(ofMinutes(60))
          .ifLost(IfLost.RETRY)
          .steps(FIRST, SECOND);
    }

    @Override
    public void run(SagaRun saga, Request request) {
      saga.await(FIRST);
      if (MISTAKEN.get()) {
        throw new IllegalStateException(WHY);
      }
      saga.await(SECOND);
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class OneSaga {
    @Bean
    @Primary
    SagaCatalog oneSaga() {
      return new SagaCatalog(List.of(new Mistaken()));
    }
  }

  @Test
  void a_story_that_cannot_be_told_says_why_until_it_can() {
    Optional<String> server = TestServers.temporal();
    assumeTrue(
        server.isPresent(),
        "Temporal's server is not built here: `./skald up` or tools/temporal/build makes it");
    try (RunningSkald skald = RunningSkald.start(settings(server.get()), OneSaga.class)) {
      Rest rest = skald.rest();
      String saga = waiting(rest);
      assertThat(because(rest, saga + "/steps/first/resolve"))
          .satisfies(
              told -> {
                assertThat(told.status()).isEqualTo(409);
                assertThat(told.text("/detail"))
                    .contains("'first-confirmed'", "POST /api/v1/sagas/", "/events");
              });

      MISTAKEN.set(true);
      confirm(rest, saga, "first");

      tellsWhy(rest.get(saga + "/undo-plan"));
      await().atMost(A_WHILE).until(() -> rest.get(saga).text("/stuck/message"), WHY::equals);
      tellsWhy(because(rest, saga + "/compensate"));
      tellsWhy(rest.get(saga + "/undo-plan"));
      assertThat(rest.get(saga).text("/status")).isEqualTo("RUNNING");
      await().atMost(A_WHILE).until(() -> stalled(rest), why -> why.contains(WHY));
      assertThat(stalled(rest)).contains("its story cannot be told").doesNotContain("nothing has");

      MISTAKEN.set(false);

      await().atMost(A_WHILE).until(() -> rest.get(saga).at("/stuck").isNull());
      await().atMost(A_WHILE).until(() -> stalled(rest), why -> !why.contains(WHY));
      confirm(rest, saga, "second");
      await().atMost(A_WHILE).until(() -> rest.get(saga).text("/status"), "COMPLETED"::equals);
      assertThat(types(rest, saga)).containsOnlyOnce("SagaStuck", "SagaUnstuck");
    }
  }

  private static Map<String, String> settings(String server) {
    return Map.of(
        "skald.temporal.target",
        server,
        "skald.temporal.namespace",
        "stuck-runs-" + UUID.randomUUID(),
        "skald.recovery.every",
        "500ms",
        "skald.recovery.after",
        "1s");
  }

  /** The first one may come before the server knows our search attributes, and is refused then. */
  private static String waiting(Rest rest) {
    String saga =
        await()
            .atMost(A_WHILE)
            .until(
                () ->
                    rest.with("Idempotency-Key", "one")
                        .post("/api/v1/sagas/mistaken", "{\"what\":\"it\"}"),
                answer -> answer.status() < 300)
            .text("/links/self");
    await().atMost(A_WHILE).until(() -> types(rest, saga).contains("EventAwaited"));
    return saga;
  }

  private static void confirm(Rest rest, String saga, String which) {
    assertThat(
            rest.with("Idempotency-Key", which)
                .post(
                    saga + "/events",
                    "{\"type\":\"%s-confirmed\",\"data\":{\"by\":\"carol\"}}".formatted(which))
                .status())
        .isEqualTo(202);
  }

  private static void tellsWhy(Rest.Answer answer) {
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text("/code")).isEqualTo("saga-stuck");
    assertThat(answer.text("/detail"))
        .contains(WHY, "IllegalStateException", "the call", "deploy", "terminate");
  }

  private static String stalled(Rest rest) {
    return rest.get("/api/v1/sagas/stalled").at("/items").toString();
  }

  private static Rest.Answer because(Rest rest, String path) {
    return rest.post(path, "{\"reason\":\"it was asked for\"}");
  }

  private static List<String> types(Rest rest, String saga) {
    return rest.get("/api/v1/streams/saga-" + saga.substring(saga.lastIndexOf('/') + 1))
        .at("/items")
        .valueStream()
        .map(event -> event.get("type").asString())
        .toList();
  }
}
