package dev.skald.api.sagas;

import dev.skald.api.live.LiveStreams;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows a saga as it changes. */
@Tag(name = "sagas")
@RestController
@RequestMapping("/api/v1/sagas")
@ConditionalOnProperty(name = "skald.api.queries", matchIfMissing = true)
public final class LiveSagasController {

  private final EventStore store;
  private final EventTypeRegistry types;
  private final SagaViews views;
  private final LiveStreams live;

  LiveSagasController(
      EventStore store, EventTypeRegistry types, SagaViews views, LiveStreams live) {
    this.store = store;
    this.types = types;
    this.views = views;
    this.live = live;
  }

  /** It is written by the thread of the request, which is a virtual one. */
  @Operation(summary = "One saga as it changes: server-sent events, resumable with Last-Event-ID")
  @GetMapping("/{sagaId}/live")
  void live(
      @PathVariable String sagaId,
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
      HttpServletRequest request,
      HttpServletResponse response) {
    views.find(sagaId);
    live.show(new SagaFeed(store, types, views, sagaId), lastEventId, request, response);
  }
}
