package dev.skald.api.sagas;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.skald.activities.TemporalProperties;
import dev.skald.projections.sagas.SagaView;
import dev.skald.projections.sagas.StepView;
import dev.skald.workflows.engine.DeclaredStep;
import dev.skald.workflows.engine.SagaType;
import dev.skald.workflows.engine.StepKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A saga as callers see it. Fields that have no value yet are there, and null. */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record SagaResponse(
    String sagaId,
    String type,
    SagaView.Status status,
    String businessKey,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable String currentStep,
    SagaView.@Nullable Failure failure,
    List<StepResponse> steps,
    @Nullable Long position,
    Links links) {

  public SagaResponse {
    steps = List.copyOf(steps);
  }

  /** A step as callers see it. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record StepResponse(
      String name,
      @Nullable StepKind kind,
      StepView.Status status,
      int attempts,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      StepView.@Nullable Failure error,
      @Nullable Map<String, Object> progress,
      StepView.Undo undo) {}

  /** Where to go on from here. */
  public record Links(String self, String events, @Nullable String temporal) {

    static Links of(String sagaId, TemporalProperties temporal) {
      return new Links(
          "/api/v1/sagas/" + sagaId,
          "/api/v1/streams/saga-" + sagaId,
          temporal.uiUrl().isEmpty()
              ? null
              : "%s/namespaces/%s/workflows/%s"
                  .formatted(temporal.uiUrl(), temporal.namespace(), sagaId));
    }
  }

  static SagaResponse of(SagaView saga, @Nullable SagaType<?> type, TemporalProperties temporal) {
    Map<String, StepKind> kinds =
        type == null
            ? Map.of()
            : type.steps().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, step -> step.getValue().kind()));
    return new SagaResponse(
        saga.sagaId(),
        saga.type(),
        saga.status(),
        saga.businessKey(),
        saga.startedAt(),
        saga.endedAt(),
        saga.currentStep(),
        saga.failure(),
        saga.steps().stream().map(step -> of(step, kinds.get(step.name()))).toList(),
        saga.position(),
        Links.of(saga.sagaId(), temporal));
  }

  /** A saga of which nothing is recorded yet, but which Temporal has taken. */
  static SagaResponse begun(
      String sagaId,
      SagaType<?> type,
      String businessKey,
      Instant at,
      TemporalProperties temporal) {
    return new SagaResponse(
        sagaId,
        type.name(),
        SagaView.Status.RUNNING,
        businessKey,
        at,
        null,
        type.steps().keySet().iterator().next(),
        null,
        type.steps().entrySet().stream()
            .map(step -> pending(step.getKey(), step.getValue()))
            .toList(),
        null,
        Links.of(sagaId, temporal));
  }

  private static StepResponse of(StepView step, @Nullable StepKind kind) {
    return new StepResponse(
        step.name(),
        kind,
        step.status(),
        step.attempts(),
        step.startedAt(),
        step.endedAt(),
        step.error(),
        step.progress(),
        step.undo());
  }

  private static StepResponse pending(String name, DeclaredStep step) {
    return new StepResponse(
        name,
        step.kind(),
        StepView.Status.PENDING,
        0,
        null,
        null,
        null,
        null,
        new StepView.Undo(StepView.UndoStatus.NONE, 0, null));
  }
}
