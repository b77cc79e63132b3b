package dev.skald.api.sagas;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.skald.api.Problem;
import dev.skald.api.Query;
import dev.skald.projections.sagas.SagaView;
import dev.skald.workflows.engine.SagaControl.UndoPlan;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows what operators need to know of sagas before they do something about them. */
@Tag(name = "sagas")
@RestController
@RequestMapping("/api/v1/sagas")
@ConditionalOnProperty(name = "skald.api.queries", matchIfMissing = true)
public final class SagaInsightController {

  private final SagaViews views;
  private final SagaCalls calls;
  private final Revival revival;
  private final StalledSagas stalled;
  private final WorkflowClient client;

  SagaInsightController(
      SagaViews views,
      SagaCalls calls,
      Revival revival,
      StalledSagas stalled,
      WorkflowClient client) {
    this.views = views;
    this.calls = calls;
    this.revival = revival;
    this.stalled = stalled;
    this.client = client;
  }

  /**
   * What a compensation would do now.
   *
   * @param steps what would be undone, in order
   * @param obstacle why it is not possible; null if it is
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record UndoPlanResponse(
      String sagaId, boolean possible, List<String> steps, @Nullable String obstacle) {}

  /** The longest running first. */
  public record StalledResponse(List<StalledSagas.Stalled> items) {}

  @Operation(summary = "What a compensation would undo now, in order, or why it can't")
  @GetMapping("/{sagaId}/undo-plan")
  UndoPlanResponse undoPlan(@PathVariable String sagaId) {
    SagaResponse known = views.find(sagaId);
    if (known.endedAt() != null) {
      return ended(sagaId, known.status());
    }
    try {
      UndoPlan plan = calls.undoPlan(sagaId);
      return new UndoPlanResponse(sagaId, plan.obstacle() == null, plan.steps(), plan.obstacle());
    } catch (SagaCalls.NotRunning _) {
      return views
          .view(sagaId)
          .map(
              saga ->
                  saga.hasEnded()
                      ? ended(sagaId, saga.status())
                      : lost(sagaId, revival.outlook(saga)))
          .orElseGet(() -> lost(sagaId, Revival.BY_ITSELF));
    }
  }

  private static UndoPlanResponse lost(String sagaId, String outlook) {
    return new UndoPlanResponse(
        sagaId,
        false,
        List.of(),
        "the saga has not ended, but Temporal does not run it; " + outlook);
  }

  private static UndoPlanResponse ended(String sagaId, SagaView.Status status) {
    return new UndoPlanResponse(sagaId, false, List.of(), "the saga has ended: it is " + status);
  }

  @Operation(summary = "Sagas that take far longer than expected, or of which nothing is heard")
  @GetMapping("/stalled")
  StalledResponse stalled(
      @Parameter(
              description =
                  "list those as well of which nothing was heard for so long, whatever they wait for",
              example = "PT1H")
          @RequestParam(required = false)
          @Nullable String olderThan,
      @RequestParam(required = false) @Nullable String limit) {
    return new StalledResponse(
        stalled.find(Query.duration("olderThan", olderThan), Query.limit(limit)));
  }

  @Operation(summary = "The Temporal history, fit for a replay test")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Object.class)))
  @GetMapping(path = "/{sagaId}/history", produces = MediaType.APPLICATION_JSON_VALUE)
  String history(@PathVariable String sagaId) {
    views.find(sagaId);
    try {
      return client.fetchHistory(sagaId).toJson(true);
    } catch (WorkflowNotFoundException e) {
      throw noHistory(sagaId);
    } catch (StatusRuntimeException e) {
      throw e.getStatus().getCode() == Status.Code.NOT_FOUND ? noHistory(sagaId) : e;
    }
  }

  private static Problem noHistory(String sagaId) {
    return Problem.notFound(
        "history-unknown",
        "Temporal has no run of saga '%s': there never was one, or it is forgotten by now"
            .formatted(sagaId));
  }
}
