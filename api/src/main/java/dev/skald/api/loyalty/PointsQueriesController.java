package dev.skald.api.loyalty;

import dev.skald.api.Query;
import dev.skald.api.ReadYourWrites;
import dev.skald.projections.loyalty.PointsProjection;
import dev.skald.projections.loyalty.PointsQueries;
import dev.skald.projections.loyalty.PointsView;
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

/** Shows customers' points. */
@Tag(name = "customers")
@RestController
@RequestMapping("/api/v1/customers")
@ConditionalOnProperty(name = "skald.api.queries", matchIfMissing = true)
public final class PointsQueriesController {

  private final PointsQueries points;
  private final ReadYourWrites readYourWrites;

  PointsQueriesController(PointsQueries points, ReadYourWrites readYourWrites) {
    this.points = points;
    this.readYourWrites = readYourWrites;
  }

  @Operation(summary = "A customer's points, and how they came, newest first")
  @GetMapping("/{id}/points")
  PointsView points(
      @PathVariable String id,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestHeader(name = ReadYourWrites.HEADER, required = false) @Nullable String minPosition) {
    readYourWrites.await(PointsProjection.NAME, minPosition);
    PointsView view = points.points(id, Query.limit(limit), Query.cursor(cursor));
    return view;
  }
}
