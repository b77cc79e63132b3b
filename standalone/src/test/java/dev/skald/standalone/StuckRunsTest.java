package dev.skald.standalone;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skald.activities.SagaRepair;
import dev.skald.stack.testing.TestServers;
import dev.skald.workflows.SagaCatalog;
import dev.skald.workflows.engine.Limits;
import dev.skald.workflows.engine.OutsideEvent;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaRun;
import dev.skald.workflows.engine.SagaType;
import dev.skald.workflows.engine.SagaType.IfLost;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.PollWorkflowTaskQueueRequest;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
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

  @BeforeEach
  void makeNoMistake() {
    MISTAKEN.set(false);
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

      awaitToldWhy(rest, saga);
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

  /**
   * Its worker may be slow, or have been killed; that it failed long before says nothing of now.
   */
  @Test
  void a_story_that_only_has_no_answer_yet_is_not_said_to_be_stuck() {
    Optional<String> server = TestServers.temporal();
    assumeTrue(
        server.isPresent(),
        "Temporal's server is not built here: `./skald up` or tools/temporal/build makes it");
    Map<String, String> settings = settings(server.get());
    try (RunningSkald skald = RunningSkald.start(settings, OneSaga.class)) {
      Rest rest = skald.rest();
      String saga = waiting(rest);
      MISTAKEN.set(true);
      confirm(rest, saga, "first");
      awaitToldWhy(rest, saga);
      MISTAKEN.set(false);
      await().atMost(A_WHILE).until(() -> count(rest, saga, "EventAwaited") == 2);

      skald.stopWorker();
      confirm(rest, saga, "second");
      takeUpAndSayNothing(skald, settings, saga);

      doesNotAnswerNow(rest.get(saga + "/undo-plan"));
      doesNotAnswerNow(because(rest, saga + "/compensate"));
      skald.startWorker();
      await().atMost(A_WHILE).until(() -> rest.get(saga).text("/status"), "COMPLETED"::equals);
    }
  }

  /**
   * As a worker does that is killed, or far too slow, until Temporal takes no calls for the run.
   */
  private static void takeUpAndSayNothing(
      RunningSkald skald, Map<String, String> settings, String saga) {
    WorkflowClient client = skald.bean(WorkflowClient.class);
    PollWorkflowTaskQueueRequest task =
        PollWorkflowTaskQueueRequest.newBuilder()
            .setNamespace(settings.get("skald.temporal.namespace"))
            .setTaskQueue(TaskQueue.newBuilder().setName("skald"))
            .setIdentity("says nothing")
            .build();
    SagaRepair runs = skald.bean(SagaRepair.class);
    await()
        .atMost(A_WHILE)
        .until(
            () -> {
              client.getWorkflowServiceStubs().blockingStub().pollWorkflowTaskQueue(task);
              return runs.lastRun(saga.substring(saga.lastIndexOf('/') + 1)).isStuck();
            });
  }

  private static void doesNotAnswerNow(Rest.Answer answer) {
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(503);
    assertThat(answer.headers()).containsKey("retry-after");
    assertThat(answer.text("/code")).isEqualTo("no-worker");
    assertThat(answer.text("/detail")).contains("does not answer just now", "try again");
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

  /** One that has failed once may be well the next time. */
  private static void awaitToldWhy(Rest rest, String saga) {
    await().atMost(A_WHILE).untilAsserted(() -> tellsWhy(rest.get(saga + "/undo-plan")));
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

  private static long count(Rest rest, String saga, String type) {
    return types(rest, saga).stream().filter(type::equals).count();
  }

  private static List<String> types(Rest rest, String saga) {
    return rest.get("/api/v1/streams/saga-" + saga.substring(saga.lastIndexOf('/') + 1))
        .at("/items")
        .valueStream()
        .map(event -> event.get("type").asString())
        .toList();
  }
}
