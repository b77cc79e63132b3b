package dev.skald.api.content;

import dev.skald.api.Problem;
import dev.skald.api.Query;
import dev.skald.api.ReadYourWrites;
import dev.skald.projections.Page;
import dev.skald.projections.content.ContentProjection;
import dev.skald.projections.content.ContentQueries;
import dev.skald.projections.content.ContentView;
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

/** Shows content. */
@Tag(name = "content")
@RestController
@RequestMapping("/api/v1/content")
@ConditionalOnProperty(name = "skald.api.queries", matchIfMissing = true)
public final class ContentQueriesController {

  private final ContentQueries content;
  private final ReadYourWrites readYourWrites;

  ContentQueriesController(ContentQueries content, ReadYourWrites readYourWrites) {
    this.content = content;
    this.readYourWrites = readYourWrites;
  }

  @Operation(summary = "One piece of content: its renditions, thumbnails and metadata")
  @GetMapping("/{id}")
  ContentView one(
      @PathVariable String id,
      @RequestHeader(name = ReadYourWrites.HEADER, required = false) @Nullable String minPosition) {
    readYourWrites.await(ContentProjection.NAME, minPosition);
    return content
        .content(id)
        .orElseThrow(
            () -> Problem.notFound("content-unknown", "there is no content '%s'".formatted(id)));
  }

  @Operation(summary = "Content, newest first")
  @GetMapping
  Page<ContentView> list(
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestHeader(name = ReadYourWrites.HEADER, required = false) @Nullable String minPosition) {
    ContentView.Status wanted = Query.oneOf("status", status, ContentView.Status.class);
    readYourWrites.await(ContentProjection.NAME, minPosition);
    return content.list(wanted, Query.limit(limit), Query.cursor(cursor));
  }
}
