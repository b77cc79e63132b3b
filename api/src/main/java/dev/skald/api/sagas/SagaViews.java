package dev.skald.api.sagas;

import dev.skald.activities.TemporalProperties;
import dev.skald.api.Problem;
import dev.skald.domain.sagas.SagaEvent;
import dev.skald.eventstore.StreamId;
import dev.skald.projections.engine.StreamFold;
import dev.skald.projections.sagas.SagaView;
import dev.skald.workflows.engine.SagaAttributes;
import dev.skald.workflows.engine.SagaType;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowNotFoundException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Shows one saga. It is folded from its own stream, a handful of events, so that nobody is ever
 * shown an older state than one they have seen.
 */
final class SagaViews {

  /** Of another form is none. */
  private static final Pattern IDS = Pattern.compile("[A-Za-z0-9._-]{1,255}");

  private final StreamFold fold;
  private final WorkflowClient client;
  private final TemporalProperties temporal;
  private final SagaTypes types;

  SagaViews(StreamFold fold, WorkflowClient client, TemporalProperties temporal, SagaTypes types) {
    this.fold = fold;
    this.client = client;
    this.temporal = temporal;
    this.types = types;
  }

  SagaResponse find(String sagaId) {
    return recorded(sagaId)
        .or(() -> IDS.matcher(sagaId).matches() ? begun(sagaId) : Optional.empty())
        .orElseThrow(
            () -> Problem.notFound("saga-unknown", "there is no saga '%s'".formatted(sagaId)));
  }

  /** What was just started, without asking Temporal about it. */
  SagaResponse started(SagaResponse.Begun saga) {
    return recorded(saga.sagaId()).orElseGet(() -> SagaResponse.begun(saga, temporal));
  }

  Optional<SagaResponse> recorded(String sagaId) {
    return view(sagaId).map(this::show);
  }

  /** What the log says of it, once it says that it has started. */
  Optional<SagaView> view(String sagaId) {
    if (!IDS.matcher(sagaId).matches()) {
      return Optional.empty();
    }
    return fold.fold(StreamId.of(SagaEvent.CATEGORY, sagaId), SagaEvent.class, SagaView::evolve)
        .filter(SagaView::isStarted);
  }

  void requireNotEnded(String sagaId) {
    view(sagaId)
        .filter(SagaView::hasEnded)
        .ifPresent(
            saga -> {
              throw ended(saga);
            });
  }

  static Problem ended(SagaView saga) {
    return Problem.conflict(
        "saga-ended", "saga '%s' has ended: it is %s".formatted(saga.sagaId(), saga.status()));
  }

  SagaResponse show(SagaView saga) {
    return SagaResponse.of(saga, types.known(saga.type()), temporal);
  }

  /** Right after its start a saga may stand in Temporal only. */
  private Optional<SagaResponse> begun(String sagaId) {
    try {
      WorkflowExecutionDescription run =
          Promptly.call(() -> client.newUntypedWorkflowStub(sagaId).describe());
      SagaType<?> type = types.known(run.getWorkflowType());
      return type == null
          ? Optional.empty()
          : Optional.of(
              SagaResponse.begun(
                  new SagaResponse.Begun(
                      sagaId,
                      type,
                      Objects.requireNonNullElse(
                          run.getTypedSearchAttributes().get(SagaAttributes.BUSINESS_KEY), ""),
                      null,
                      null,
                      run.getStartTime()),
                  temporal));
    } catch (WorkflowNotFoundException e) {
      return Optional.empty();
    }
  }
}
