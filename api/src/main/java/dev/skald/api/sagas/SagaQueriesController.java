package dev.skald.api.sagas;

import dev.skald.api.Query;
import dev.skald.api.ReadYourWrites;
import dev.skald.projections.Page;
import dev.skald.projections.sagas.SagaFilter;
import dev.skald.projections.sagas.SagaQueries;
import dev.skald.projections.sagas.SagaView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows sagas. */
@Tag(name = "sagas")
@RestController
@RequestMapping("/api/v1/sagas")
@ConditionalOnProperty(name = "skald.api.queries", matchIfMissing = true)
public final class SagaQueriesController {

  private static final String PROJECTION = "sagas";

  private final SagaViews views;
  private final SagaQueries sagas;
  private final ReadYourWrites readYourWrites;

  SagaQueriesController(SagaViews views, SagaQueries sagas, ReadYourWrites readYourWrites) {
    this.views = views;
    this.sagas = sagas;
    this.readYourWrites = readYourWrites;
  }

  @Operation(summary = "One saga: its status, its steps, and their undos")
  @GetMapping("/{sagaId}")
  SagaResponse one(@PathVariable String sagaId) {
    return views.find(sagaId);
  }

  @Operation(summary = "Sagas, newest first")
  @GetMapping
  Page<SagaResponse> list(
      @RequestParam(required = false) @Nullable String type,
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(required = false) @Nullable String businessKey,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(required = false) @Nullable String q,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestHeader(name = ReadYourWrites.HEADER, required = false) @Nullable String minPosition) {
    SagaFilter filter =
        new SagaFilter(
            type,
            Query.oneOf("status", status, SagaView.Status.class),
            businessKey,
            Query.time("from", from),
            Query.time("to", to),
            q);
    Query.inOrder(filter.from(), filter.to());
    readYourWrites.await(PROJECTION, minPosition);
    Page<SagaView> page = sagas.sagas(filter, Query.limit(limit), Query.cursor(cursor));
    return new Page<>(page.items().stream().map(views::show).toList(), page.nextCursor());
  }
}
