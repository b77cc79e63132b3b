package dev.skald.api.sagas;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
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

  private final LiveSagas live;
  private final SagaViews views;

  LiveSagasController(LiveSagas live, SagaViews views) {
    this.live = live;
    this.views = views;
  }

  /** It is written by the thread of the request, which is a virtual one. */
  @Operation(summary = "One saga as it changes: server-sent events, resumable with Last-Event-ID")
  @GetMapping("/{sagaId}/live")
  void live(
      @PathVariable String sagaId,
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
      HttpServletResponse response) {
    LiveSagas.Wanted wanted = LiveSagas.Wanted.of(sagaId, lastEventId);
    views.find(sagaId);
    if (live.isOver(wanted)) {
      // Tells a browser not to come again.
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      return;
    }
    live.take();
    response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader("X-Accel-Buffering", "no");
    try {
      live.show(wanted, response.getWriter());
    } catch (IOException _) {
      // Whoever listened is gone.
    }
  }
}
