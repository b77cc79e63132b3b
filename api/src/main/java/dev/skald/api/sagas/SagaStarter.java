package dev.skald.api.sagas;

import dev.skald.activities.RunInput;
import dev.skald.activities.TemporalProperties;
import dev.skald.api.Problem;
import dev.skald.domain.Origin;
import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.SagaStarted;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.Fingerprint;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamId;
import dev.skald.eventstore.StreamRead;
import dev.skald.workflows.engine.SagaAttributes;
import dev.skald.workflows.engine.SagaStart;
import dev.skald.workflows.engine.SagaType;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.Priority;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Starts a saga once for each key. Temporal forgets runs after a while and the log does not, so
 * both are asked, and both keep the request and its hash.
 */
final class SagaStarter {

  static final String REQUEST_HASH = "requestHash";

  /** After a worker has died, nothing goes on for so long. */
  private static final Duration TASK_TIMEOUT = Duration.ofSeconds(5);

  private final WorkflowClient client;
  private final TemporalProperties temporal;
  private final EventStore store;
  private final EventTypeRegistry types;
  private final SameRequests requests;

  SagaStarter(
      WorkflowClient client,
      TemporalProperties temporal,
      EventStore store,
      EventTypeRegistry types,
      SameRequests requests) {
    this.client = client;
    this.temporal = temporal;
    this.store = store;
    this.types = types;
    this.requests = requests;
  }

  /** A request as it was sent, and as it was understood. */
  record Request<R extends Record>(
      SagaType<R> type,
      String key,
      String body,
      R request,
      Origin origin,
      @Nullable String initiator,
      @Nullable Integer priority) {

    String sagaId() {
      return type.name() + "-" + key;
    }

    String businessKey() {
      return type.businessKey().apply(request).orElse(key);
    }

    String hash() {
      return Fingerprint.of(body).value();
    }
  }

  /** Answers whether this call started it; otherwise it was started before, by the same request. */
  <R extends Record> boolean start(Request<R> request) {
    if (isInLog(request)) {
      return false;
    }
    WorkflowStub workflow = client.newUntypedWorkflowStub(request.type().name(), options(request));
    try {
      SagaStart start =
          new SagaStart(
              request.businessKey(),
              request.hash(),
              request.origin(),
              request.initiator(),
              request.priority(),
              null);
      Promptly.call(() -> workflow.start(start, request.request()));
      return true;
    } catch (WorkflowExecutionAlreadyStarted running) {
      checkSame(request, hashOfRun(request.sagaId()), () -> requestOfRun(request.sagaId()));
      return false;
    }
  }

  private String hashOfRun(String sagaId) {
    try {
      return String.valueOf(
          Promptly.call(() -> client.newUntypedWorkflowStub(sagaId).describe())
              .getMemo(REQUEST_HASH, String.class));
    } catch (WorkflowNotFoundException e) {
      throw Problem.unavailable(
          "saga-not-visible", "saga '%s' is being started or removed; try again".formatted(sagaId));
    }
  }

  private Map<String, Object> requestOfRun(String sagaId) {
    return Promptly.call(() -> RunInput.of(client, sagaId)).request();
  }

  private WorkflowOptions options(Request<?> request) {
    WorkflowOptions.Builder options = WorkflowOptions.newBuilder();
    if (request.priority() != null) {
      options.setPriority(Priority.newBuilder().setPriorityKey(request.priority()).build());
    }
    return options
        .setWorkflowId(request.sagaId())
        .setTaskQueue(temporal.taskQueue())
        .setWorkflowTaskTimeout(TASK_TIMEOUT)
        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
        .setDisableEagerExecution(false)
        .setStaticSummary(request.type().name() + " " + request.businessKey())
        .setMemo(Map.of(REQUEST_HASH, request.hash()))
        .setTypedSearchAttributes(SagaAttributes.atStart(request.type(), request.businessKey()))
        .build();
  }

  private boolean isInLog(Request<?> request) {
    try (Stream<RecordedEvent> events =
        store.streamEvents(
            StreamId.of(SagaEvent.CATEGORY, request.sagaId()), StreamRead.forwards())) {
      // Its own start is the first event, unless something from outside was faster.
      Optional<SagaStarted> start =
          events
              .flatMap(event -> types.decode(event).stream())
              .filter(SagaStarted.class::isInstance)
              .map(SagaStarted.class::cast)
              .findFirst();
      start.ifPresent(started -> checkSame(request, started.requestHash(), started::request));
      return start.isPresent();
    }
  }

  /** What it means counts where its text is another one; old entries have no more than the hash. */
  private void checkSame(
      Request<?> request, String hash, Supplier<@Nullable Map<String, Object>> before) {
    if (!hash.equals(request.hash()) && !requests.isSame(before.get(), request.request())) {
      throw Problem.unprocessable(
          "idempotency-key-reused",
          "the key '%s' started saga '%s' with another request; use a new key for a new request"
              .formatted(request.key(), request.sagaId()));
    }
  }
}
