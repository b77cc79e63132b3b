package dev.skald.api.sagas;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.skald.activities.TemporalProperties;
import dev.skald.projections.sagas.SagaView;
import dev.skald.projections.sagas.StepView;
import dev.skald.projections.sagas.StepView.UndoStatus;
import dev.skald.workflows.engine.DeclaredStep;
import dev.skald.workflows.engine.SagaType;
import dev.skald.workflows.engine.StepKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A saga as callers see it. Fields that have no value yet are there, and null. */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record SagaResponse(
    String sagaId,
    String type,
    SagaView.Status status,
    String businessKey,
    @Nullable String initiator,
    @Nullable Integer priority,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable String currentStep,
    SagaView.@Nullable Failure failure,
    List<StepResponse> steps,
    int stalls,
    SagaView.@Nullable Recovery recovery,
    SagaView.@Nullable Stuck stuck,
    SagaView.@Nullable CalledOff calledOff,
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
      int round,
      int attempts,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      StepView.@Nullable Failure error,
      @Nullable ProgressResponse progress,
      @Nullable WaitingResponse waiting,
      @Nullable Instant stalledAt,
      UndoResponse undo) {

    private static StepResponse of(StepView step, @Nullable DeclaredStep declared) {
      return new StepResponse(
          step.name(),
          declared == null ? null : declared.kind(),
          step.status(),
          step.round(),
          step.attempts(),
          step.startedAt(),
          step.endedAt(),
          step.error(),
          ProgressResponse.of(step.progress()),
          WaitingResponse.of(step),
          step.stalledAt(),
          UndoResponse.of(step.undo(), declared));
    }

    private static StepResponse pending(String name, DeclaredStep declared) {
      return new StepResponse(
          name,
          declared.kind(),
          StepView.Status.PENDING,
          1,
          0,
          null,
          null,
          null,
          null,
          null,
          null,
          new UndoResponse(UndoStatus.NONE, 0, null));
    }
  }

  /** How far a step has come. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record ProgressResponse(int done, int total, int percent, @Nullable Long secondsLeft) {

    private static @Nullable ProgressResponse of(StepView.@Nullable Progress progress) {
      return progress == null
          ? null
          : new ProgressResponse(
              progress.done(), progress.total(), progress.percent(), progress.secondsLeft());
    }
  }

  /**
   * For whom or what a step, or its undo, waits.
   *
   * @param asked which time the saga asks, where an operator has to decide: a decision may name it
   * @param eventType of the event from outside; null where an operator has to decide
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record WaitingResponse(
      boolean operator,
      @Nullable Integer asked,
      @Nullable String eventType,
      @Nullable Instant until) {

    private static @Nullable WaitingResponse of(StepView step) {
      if (step.waitsForOperator()) {
        return new WaitingResponse(true, step.asked(), null, null);
      }
      StepView.Waiting waiting = step.waiting();
      return waiting == null
          ? null
          : new WaitingResponse(false, null, waiting.eventType(), waiting.until());
    }
  }

  /** What has become of taking a step back. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record UndoResponse(UndoStatus status, int attempts, StepView.@Nullable Failure error) {

    /** Events do not say which steps have an undo: one that has none is due none. */
    private static UndoResponse of(StepView.Undo undo, @Nullable DeclaredStep declared) {
      boolean none = undo.status() == UndoStatus.PENDING && declared != null && !declared.hasUndo();
      return new UndoResponse(
          none ? UndoStatus.NONE : undo.status(), undo.attempts(), undo.error());
    }
  }

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
    Map<String, DeclaredStep> declared = type == null ? Map.of() : type.steps();
    return new SagaResponse(
        saga.sagaId(),
        saga.type(),
        saga.status(),
        saga.businessKey(),
        saga.initiator(),
        saga.priority(),
        saga.startedAt(),
        saga.endedAt(),
        saga.currentStep(),
        saga.failure(),
        saga.steps().stream()
            .map(step -> StepResponse.of(step, declared.get(step.name())))
            .toList(),
        saga.stalls(),
        saga.recovery(),
        saga.stuck(),
        saga.calledOff(),
        saga.position(),
        Links.of(saga.sagaId(), temporal));
  }

  /** What is known of a saga that Temporal has taken, before anything is recorded of it. */
  record Begun(
      String sagaId,
      SagaType<?> type,
      String businessKey,
      @Nullable String initiator,
      @Nullable Integer priority,
      Instant at) {}

  /** A saga of which nothing is recorded yet. */
  static SagaResponse begun(Begun saga, TemporalProperties temporal) {
    String sagaId = saga.sagaId();
    SagaType<?> type = saga.type();
    return new SagaResponse(
        sagaId,
        type.name(),
        SagaView.Status.RUNNING,
        saga.businessKey(),
        saga.initiator(),
        saga.priority(),
        saga.at(),
        null,
        null,
        null,
        type.steps().entrySet().stream()
            .map(step -> StepResponse.pending(step.getKey(), step.getValue()))
            .toList(),
        0,
        null,
        null,
        null,
        null,
        Links.of(sagaId, temporal));
  }
}
