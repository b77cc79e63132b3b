package dev.skald.api.sagas;

import dev.skald.api.Caller;
import dev.skald.api.InvalidRequest;
import dev.skald.api.RequestBodies;
import dev.skald.domain.sagas.SagaEvent.EventReceived;
import dev.skald.workflows.engine.SagaType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
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
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Starts sagas, and tells them what has happened outside. */
@Tag(name = "sagas")
@RestController
@RequestMapping("/api/v1/sagas")
@ConditionalOnProperty(name = "skald.api.commands", matchIfMissing = true)
public final class SagaCommandsController {

  private static final Pattern WAIT =
      Pattern.compile("(?i)(?:^|[,;])\\s*wait\\s*(?:=([^,;]*))?(?=[,;]|$)");

  private static final Pattern SECONDS = Pattern.compile("0*([0-5]?[0-9]|60)");

  private final SagaTypes types;
  private final SagaStarter starter;
  private final SagaEvents events;
  private final SagaViews views;
  private final SagaEnd end;
  private final RequestBodies bodies;

  SagaCommandsController(
      SagaTypes types,
      SagaStarter starter,
      SagaEvents events,
      SagaViews views,
      SagaEnd end,
      RequestBodies bodies) {
    this.types = types;
    this.starter = starter;
    this.events = events;
    this.views = views;
    this.end = end;
    this.bodies = bodies;
  }

  /** Something that happened outside, and what is known of it. */
  record OutsideEventRequest(String type, Map<String, Object> data) {}

  /** An event that was taken. */
  public record EventAccepted(String sagaId, String type, long position) {}

  @Operation(summary = "Start a saga, once for each Idempotency-Key")
  @ApiResponse(responseCode = "202", description = "It is under way")
  @ApiResponse(responseCode = "200", description = "It has ended within Prefer: wait=SECONDS")
  @PostMapping("/{type}")
  ResponseEntity<SagaResponse> start(
      @PathVariable String type,
      @RequestBody JsonNode body,
      @Parameter(
              description = "wait=SECONDS, from 0 to 60: how long the answer may wait for the end",
              example = "wait=10")
          @RequestHeader(name = "Prefer", required = false)
          @Nullable String prefer,
      HttpServletRequest http) {
    return start(types.find(type), body, prefer, http);
  }

  private <R extends Record> ResponseEntity<SagaResponse> start(
      SagaType<R> type, JsonNode body, @Nullable String prefer, HttpServletRequest http) {
    String key = Caller.requiredIdempotencyKey(http);
    Optional<Duration> patience = patience(prefer);
    SagaStarter.Request<R> request =
        new SagaStarter.Request<>(
            type,
            key,
            body.toString(),
            bodies.read(body, type.request()),
            Caller.origin(http),
            Caller.initiator(http),
            Caller.priority(http));
    boolean ended = start(request, patience);
    return ResponseEntity.status(ended ? HttpStatus.OK : HttpStatus.ACCEPTED)
        .location(URI.create("/api/v1/sagas/" + request.sagaId()))
        .body(
            views.started(
                new SagaResponse.Begun(
                    request.sagaId(),
                    type,
                    request.businessKey(),
                    request.initiator(),
                    request.priority(),
                    Instant.now())));
  }

  /** Whether it has ended within the caller's patience, if they have any. */
  private boolean start(SagaStarter.Request<?> request, Optional<Duration> patience) {
    if (patience.isEmpty()) {
      starter.start(request);
      return false;
    }
    try (SagaEnd.Awaited awaited = end.awaited(request.sagaId(), patience.get())) {
      return awaited.comes(starter.start(request));
    }
  }

  @Operation(
      summary = "Tell a saga of an event that it waits for, or will",
      parameters =
          @Parameter(
              in = ParameterIn.HEADER,
              name = "Idempotency-Key",
              required = true,
              description = "the event is taken once for each key"),
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      mediaType = "application/json",
                      schema = @Schema(implementation = OutsideEventRequest.class))))
  @PostMapping("/{sagaId}/events")
  @ResponseStatus(HttpStatus.ACCEPTED)
  EventAccepted event(
      @PathVariable String sagaId, @RequestBody JsonNode body, HttpServletRequest http) {
    String key = Caller.requiredIdempotencyKey(http);
    OutsideEventRequest event = bodies.read(body, OutsideEventRequest.class);
    long position =
        events.receive(
            sagaId,
            new SagaEvents.Receipt(
                key,
                body.toString(),
                new EventReceived(event.type(), event.data()),
                Caller.origin(http)));
    return new EventAccepted(sagaId, event.type(), position);
  }

  /**
   * Other preferences are not for us; this one is, and whoever has it wrong would not be waited
   * for.
   */
  private static Optional<Duration> patience(@Nullable String prefer) {
    Matcher wait = WAIT.matcher(Objects.requireNonNullElse(prefer, ""));
    if (!wait.find()) {
      return Optional.empty();
    }
    String wanted = Objects.requireNonNullElse(wait.group(1), "").strip();
    Matcher seconds = SECONDS.matcher(wanted);
    if (!seconds.matches()) {
      throw new InvalidRequest(
          "Prefer", "wait=%s must be seconds, from 0 to 60, such as wait=10".formatted(wanted));
    }
    return Optional.of(Duration.ofSeconds(Long.parseLong(seconds.group(1))));
  }
}
