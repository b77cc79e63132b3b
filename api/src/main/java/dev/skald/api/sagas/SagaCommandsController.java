package dev.skald.api.sagas;

import dev.skald.api.Caller;
import dev.skald.api.RequestBodies;
import dev.skald.workflows.engine.SagaOutcome;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.temporal.client.WorkflowClient;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Starts sagas, calls them off, and takes an operator's decisions. */
@Tag(name = "sagas")
@RestController
@RequestMapping("/api/v1/sagas")
@ConditionalOnProperty(name = "skald.api.commands", matchIfMissing = true)
public final class SagaCommandsController {

  private static final Pattern WAIT = Pattern.compile("wait=(\\d{1,4})");
  private static final int LONGEST_WAIT = 60;

  private final SagaStarter starter;
  private final SagaOperations operations;
  private final SagaViews views;
  private final WorkflowClient client;
  private final RequestBodies bodies;
  private final JsonMapper json;

  SagaCommandsController(
      SagaStarter starter,
      SagaOperations operations,
      SagaViews views,
      WorkflowClient client,
      RequestBodies bodies,
      JsonMapper json) {
    this.starter = starter;
    this.operations = operations;
    this.views = views;
    this.client = client;
    this.bodies = bodies;
    this.json = json;
  }

  @Operation(summary = "Start a saga, once for each Idempotency-Key")
  @PostMapping("/{type}")
  ResponseEntity<Object> start(
      @PathVariable String type,
      @RequestBody String body,
      @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
      HttpServletRequest http) {
    String key = Caller.requiredIdempotencyKey(http);
    SagaStarter.Request<?> request = request(SagaTypes.find(type), key, body, http);
    starter.start(request);
    Optional<SagaOutcome> ended = wait(prefer).flatMap(limit -> awaitEnd(request.sagaId(), limit));
    return ResponseEntity.status(ended.isPresent() ? 200 : 202)
        .location(URI.create("/api/v1/sagas/" + request.sagaId()))
        .body(views.afterStart(request, ended));
  }
}
