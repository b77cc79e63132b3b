package dev.skald.api.sagas;

import dev.skald.api.Caller;
import dev.skald.api.sagas.SagaOperations.Asked;
import dev.skald.workflows.engine.DecisionKind;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Takes what operators decide about a saga. */
@Tag(name = "sagas")
@RestController
@RequestMapping("/api/v1/sagas/{sagaId}")
@ConditionalOnProperty(name = "skald.api.commands", matchIfMissing = true)
public final class SagaOperatorController {

  private static final int MAX_REASON = 500;

  private final SagaOperations operations;
  private final SagaViews views;

  SagaOperatorController(SagaOperations operations, SagaViews views) {
    this.operations = operations;
    this.views = views;
  }

  /** Why an operator does what they do. */
  record OperatorReason(String reason) {
    OperatorReason {
      check(reason);
    }
  }

  /**
   * Why an operator decides as they do.
   *
   * @param round of the step; needed where several of its rounds wait
   * @param asked what {@code waiting.asked} of the step says, so that nothing else is decided that
   *     is asked by then, and the same decision sent again decides once
   */
  record DecisionReason(String reason, @Nullable Integer round, @Nullable Integer asked) {
    DecisionReason {
      check(reason);
    }
  }

  /**
   * How something was settled by hand.
   *
   * @param result what the step would have answered, where later steps need it
   * @param round of the step; needed where several of its rounds wait
   * @param asked as in other decisions
   */
  record SettledByHand(
      String reason,
      @Nullable Map<String, Object> result,
      @Nullable Integer round,
      @Nullable Integer asked) {
    SettledByHand {
      check(reason);
    }
  }

  private static void check(String reason) {
    if (reason.isBlank() || reason.length() > MAX_REASON) {
      throw new IllegalArgumentException("reason must have 1 to 500 characters");
    }
  }

  @Operation(
      summary = "Call a running saga off: what it did is undone",
      description =
          "Of several who do, the first counts: `calledOff` of the answer says for what it is undone.")
  @PostMapping("/compensate")
  @ResponseStatus(HttpStatus.ACCEPTED)
  SagaResponse compensate(
      @PathVariable String sagaId, @RequestBody OperatorReason because, HttpServletRequest http) {
    views.find(sagaId);
    operations.compensate(sagaId, because.reason(), Caller.origin(http));
    return views.find(sagaId);
  }

  @Operation(summary = "Try again what a saga waits for")
  @PostMapping("/steps/{step}/retry")
  @ResponseStatus(HttpStatus.ACCEPTED)
  SagaResponse retry(
      @PathVariable String sagaId,
      @PathVariable String step,
      @RequestBody DecisionReason because,
      HttpServletRequest http) {
    operations.decide(
        sagaId,
        new Asked(step, because.round(), because.asked()),
        DecisionKind.RETRY,
        because.reason(),
        null,
        Caller.origin(http));
    return views.find(sagaId);
  }

  @Operation(
      summary =
          "Give up on a step that a saga waits for, so that it is undone or goes another way, or on an undo")
  @PostMapping("/steps/{step}/skip")
  @ResponseStatus(HttpStatus.ACCEPTED)
  SagaResponse skip(
      @PathVariable String sagaId,
      @PathVariable String step,
      @RequestBody DecisionReason because,
      HttpServletRequest http) {
    operations.decide(
        sagaId,
        new Asked(step, because.round(), because.asked()),
        DecisionKind.SKIP,
        because.reason(),
        null,
        Caller.origin(http));
    return views.find(sagaId);
  }

  @Operation(summary = "Say that what a saga waits for was settled by hand, and what it came to")
  @PostMapping("/steps/{step}/resolve")
  @ResponseStatus(HttpStatus.ACCEPTED)
  SagaResponse resolve(
      @PathVariable String sagaId,
      @PathVariable String step,
      @RequestBody SettledByHand settled,
      HttpServletRequest http) {
    operations.decide(
        sagaId,
        new Asked(step, settled.round(), settled.asked()),
        DecisionKind.RESOLVE,
        settled.reason(),
        settled.result(),
        Caller.origin(http));
    return views.find(sagaId);
  }
}
