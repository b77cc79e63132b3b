package dev.skald.api.sagas;

import dev.skald.api.Caller;
import dev.skald.api.InvalidRequest;
import dev.skald.api.RequestBodies;
import dev.skald.workflows.engine.Decision;
import dev.skald.workflows.engine.DecisionKind;
import dev.skald.workflows.engine.SagaType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Starts sagas, calls them off, and takes an operator's decisions. */
@Tag(name = "sagas")
@RestController
@RequestMapping("/api/v1/sagas")
@ConditionalOnProperty(name = "skald.api.commands", matchIfMissing = true)
public final class SagaCommandsController {

  private static final Pattern WAIT = Pattern.compile("wait=(\\d{1,4})");
  private static final int LONGEST_WAIT = 60;
  private static final int MAX_REASON = 500;

  private final SagaStarter starter;
  private final SagaOperations operations;
  private final SagaViews views;
  private final SagaEnd end;
  private final RequestBodies bodies;

  SagaCommandsController(
      SagaStarter starter,
      SagaOperations operations,
      SagaViews views,
      SagaEnd end,
      RequestBodies bodies) {
    this.starter = starter;
    this.operations = operations;
    this.views = views;
    this.end = end;
    this.bodies = bodies;
  }

  /** Why an operator does what they do. */
  record Because(String reason) {
    Because {
      if (reason.isBlank() || reason.length() > MAX_REASON) {
        throw new IllegalArgumentException("reason must have 1 to 500 characters");
      }
    }
  }

  @Operation(summary = "Start a saga, once for each Idempotency-Key")
  @PostMapping("/{type}")
  ResponseEntity<SagaResponse> start(
      @PathVariable String type,
      @RequestBody String body,
      @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
      HttpServletRequest http) {
    return start(SagaTypes.find(type), body, prefer, http);
  }

  private <R extends Record> ResponseEntity<SagaResponse> start(
      SagaType<R> type, String body, @Nullable String prefer, HttpServletRequest http) {
    String key = Caller.requiredIdempotencyKey(http);
    Optional<Duration> patience = patience(prefer);
    SagaStarter.Request<R> request =
        new SagaStarter.Request<>(
            type,
            key,
            bodies.canonical(body),
            bodies.read(body, type.request()),
            Caller.origin(http));
    starter.start(request);
    boolean ended = patience.map(limit -> end.await(request.sagaId(), limit)).orElse(false);
    return ResponseEntity.status(ended ? HttpStatus.OK : HttpStatus.ACCEPTED)
        .location(URI.create("/api/v1/sagas/" + request.sagaId()))
        .body(views.find(request.sagaId()));
  }

  @Operation(summary = "Call a running saga off: what it did is undone")
  @PostMapping("/{sagaId}/compensate")
  ResponseEntity<SagaResponse> compensate(
      @PathVariable String sagaId, @RequestBody String body, HttpServletRequest http) {
    String reason = bodies.read(body, Because.class).reason();
    operations.compensate(sagaId, reason, Caller.origin(http));
    return ResponseEntity.accepted().body(views.find(sagaId));
  }

  @Operation(summary = "Try again what a saga waits for")
  @PostMapping("/{sagaId}/steps/{step}/retry")
  ResponseEntity<SagaResponse> retry(
      @PathVariable String sagaId,
      @PathVariable String step,
      @RequestBody String body,
      HttpServletRequest http) {
    return settle(sagaId, step, DecisionKind.RETRY, body, http);
  }

  @Operation(summary = "Give up on an undo that a saga waits for")
  @PostMapping("/{sagaId}/steps/{step}/skip")
  ResponseEntity<SagaResponse> skip(
      @PathVariable String sagaId,
      @PathVariable String step,
      @RequestBody String body,
      HttpServletRequest http) {
    return settle(sagaId, step, DecisionKind.SKIP, body, http);
  }

  @Operation(summary = "Say that what a saga waits for was settled by hand")
  @PostMapping("/{sagaId}/steps/{step}/resolve")
  ResponseEntity<SagaResponse> resolve(
      @PathVariable String sagaId,
      @PathVariable String step,
      @RequestBody String body,
      HttpServletRequest http) {
    return settle(sagaId, step, DecisionKind.RESOLVE, body, http);
  }

  private ResponseEntity<SagaResponse> settle(
      String sagaId, String step, DecisionKind kind, String body, HttpServletRequest http) {
    String reason = bodies.read(body, Because.class).reason();
    operations.decide(sagaId, step, kind, new Decision(1, reason, null, Caller.origin(http)));
    return ResponseEntity.accepted().body(views.find(sagaId));
  }

  private static Optional<Duration> patience(@Nullable String prefer) {
    if (prefer == null) {
      return Optional.empty();
    }
    Matcher wait = WAIT.matcher(prefer);
    if (!wait.find()) {
      return Optional.empty();
    }
    int seconds = Integer.parseInt(wait.group(1));
    if (seconds > LONGEST_WAIT) {
      throw new InvalidRequest(
          "Prefer",
          "wait=%d is longer than the %d seconds allowed".formatted(seconds, LONGEST_WAIT));
    }
    return Optional.of(Duration.ofSeconds(seconds));
  }
}
