package dev.skald.api.trips;

import dev.skald.api.Problem;
import dev.skald.api.Query;
import dev.skald.api.ReadYourWrites;
import dev.skald.domain.trips.Trip;
import dev.skald.projections.Page;
import dev.skald.projections.trips.TripFilter;
import dev.skald.projections.trips.TripProjection;
import dev.skald.projections.trips.TripQueries;
import dev.skald.projections.trips.TripView;
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

/** Shows trips. */
@Tag(name = "trips")
@RestController
@RequestMapping("/api/v1/trips")
@ConditionalOnProperty(name = "skald.api.queries", matchIfMissing = true)
public final class TripQueriesController {

  private final TripQueries trips;
  private final ReadYourWrites readYourWrites;

  TripQueriesController(TripQueries trips, ReadYourWrites readYourWrites) {
    this.trips = trips;
    this.readYourWrites = readYourWrites;
  }

  @Operation(summary = "One trip: how far it is, and of what its fare is made")
  @GetMapping("/{id}")
  TripView one(
      @PathVariable String id,
      @RequestHeader(name = ReadYourWrites.HEADER, required = false) @Nullable String minPosition) {
    readYourWrites.await(TripProjection.NAME, minPosition);
    return trips
        .trip(id)
        .orElseThrow(() -> Problem.notFound("trip-unknown", "there is no trip '%s'".formatted(id)));
  }

  @Operation(summary = "Trips, newest first")
  @GetMapping
  Page<TripView> list(
      @RequestParam(required = false) @Nullable String passengerId,
      @RequestParam(required = false) @Nullable String driverId,
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestHeader(name = ReadYourWrites.HEADER, required = false) @Nullable String minPosition) {
    TripFilter filter =
        new TripFilter(passengerId, driverId, Query.oneOf("status", status, Trip.Status.class));
    readYourWrites.await(TripProjection.NAME, minPosition);
    return trips.trips(filter, Query.limit(limit), Query.cursor(cursor));
  }
}
