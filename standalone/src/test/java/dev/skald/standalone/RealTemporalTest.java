package dev.skald.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skald.stack.testing.TestServers;
import dev.skald.worker.release.Replay;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.update.v1.UpdateRef;
import io.temporal.api.workflowservice.v1.PollWorkflowExecutionUpdateRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What only the production server can answer: searching, and a history that agrees with the log.
 */
class RealTemporalTest {

  /** Of its own: the runs in it are counted. */
  private static final String NAMESPACE = "real-temporal-" + UUID.randomUUID();

  @Test
  void temporal_tells_the_same_story_as_the_log() {
    Optional<String> server = TestServers.temporal();
    assumeTrue(
        server.isPresent(),
        "Temporal's server is not built here: `./skald up` or tools/temporal/build makes it");
    String target = server.get();
    try (RunningSkald skald =
        RunningSkald.start(
            Map.of("skald.temporal.target", target, "skald.temporal.namespace", NAMESPACE))) {
      Rest rest = skald.rest();
      open(rest, "alice", "100.00");
      open(rest, "bob", "0.00");

      Rest.Answer done = transfer(rest, "done", "25.00");
      Rest.Answer undone = transfer(rest, "undone", "500.00");

      assertThat(done.text("/status")).isEqualTo("COMPLETED");
      assertThat(undone.text("/status")).isEqualTo("COMPENSATED");
      assertThat(transfer(rest, "done", "25.00").text("/sagaId")).isEqualTo(done.text("/sagaId"));
      WorkflowServiceStubs stubs =
          WorkflowServiceStubs.newServiceStubs(
              WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
      try {
        WorkflowClient client =
            WorkflowClient.newInstance(
                stubs, WorkflowClientOptions.newBuilder().setNamespace(NAMESPACE).build());
        await().until(() -> count(client, "SagaStatus = 'COMPLETED'") == 1);
        await().until(() -> count(client, "SagaStatus = 'COMPENSATED'") == 1);
        assertThat(count(client, "BusinessKey = 'undone' AND SagaStep = 'debit-source'"))
            .isEqualTo(1);

        assertThat(replay(target, 0))
            .contains(
                "COMPLETED            debit-source, credit-target, record-transfer",
                "COMPENSATED          debit-source (insufficient-funds)",
                "0 open and 2 closed histories",
                "nothing breaks");
        assertThat(replay(target, 0, "--query", "BusinessKey = 'done'"))
            .contains("0 open and 1 closed");
        assertThat(replay(target, 2, "--query", "nonsense")).contains("could not be listed");
        startWhatNoCodeKnows(client);
        assertThat(replay(target, 1))
            .contains("BREAKS forgotten-saga", "no such saga in this code", "forgotten-1 (run ");
        callOffWhatNoWorkerHasSeen(skald, stubs);
      } finally {
        stubs.shutdownNow();
      }
    }
  }

  /**
   * The call reaches the run together with its first task, whether or not it is waited for so long.
   */
  private static void callOffWhatNoWorkerHasSeen(RunningSkald skald, WorkflowServiceStubs stubs) {
    Rest rest = skald.rest();
    skald.stopWorker();
    Rest.Answer begun =
        rest.with("Idempotency-Key", "early").post("/api/v1/sagas/account-transfer", body("25.00"));
    String saga = "/api/v1/sagas/" + begun.text("/sagaId");
    CompletableFuture<Rest.Answer> called =
        CompletableFuture.supplyAsync(() -> rest.post(saga + "/compensate", "{\"reason\":\"no\"}"));

    await()
        .ignoreException(StatusRuntimeException.class)
        .until(() -> hasReached(stubs, begun.text("/sagaId")));
    skald.startWorker();

    await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> rest.get(saga).text("/status"), "COMPENSATED"::equals);
    assertThat(called.join().status()).isIn(202, 503);
    assertThat(rest.get(saga).text("/failure/code")).isEqualTo("called-off");
  }

  /** Temporal does not find it before. */
  private static boolean hasReached(WorkflowServiceStubs stubs, String sagaId) {
    return stubs
        .blockingStub()
        .pollWorkflowExecutionUpdate(
            PollWorkflowExecutionUpdateRequest.newBuilder()
                .setNamespace(NAMESPACE)
                .setUpdateRef(
                    UpdateRef.newBuilder()
                        .setWorkflowExecution(WorkflowExecution.newBuilder().setWorkflowId(sagaId))
                        .setUpdateId("compensate"))
                .build())
        .hasUpdateRef();
  }

  private static long count(WorkflowClient client, String query) {
    return client.countWorkflows("SagaType = 'account-transfer' AND " + query).getCount();
  }

  private static String replay(String target, int exitCode, String... more) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    String[] arguments =
        Stream.concat(Stream.of("--target", target, "--namespace", NAMESPACE), Stream.of(more))
            .toArray(String[]::new);
    int code = Replay.run(new PrintStream(said, true, StandardCharsets.UTF_8), arguments);
    assertThat(code).as(said.toString(StandardCharsets.UTF_8)).isEqualTo(exitCode);
    return said.toString(StandardCharsets.UTF_8);
  }

  private static void startWhatNoCodeKnows(WorkflowClient client) {
    client
        .newUntypedWorkflowStub(
            "forgotten-saga",
            WorkflowOptions.newBuilder().setTaskQueue("skald").setWorkflowId("forgotten-1").build())
        .start();
    await().until(() -> client.countWorkflows("WorkflowType = 'forgotten-saga'").getCount() == 1);
  }

  private static void open(Rest rest, String account, String balance) {
    rest.post(
        "/api/v1/accounts",
        """
        {"accountId":"%s","owner":"someone","openingBalance":{"amount":"%s","currency":"EUR"}}
        """
            .formatted(account, balance));
  }

  /** The first one may come before the server knows our search attributes, and is refused then. */
  private static Rest.Answer transfer(Rest rest, String key, String amount) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                rest.with("Idempotency-Key", key)
                    .with("Prefer", "wait=20")
                    .post("/api/v1/sagas/account-transfer", body(amount)),
            answer -> answer.status() == 200);
  }

  private static String body(String amount) {
    return """
    {"sourceAccountId":"alice","targetAccountId":"bob","amount":{"amount":"%s","currency":"EUR"}}
    """
        .formatted(amount);
  }
}
