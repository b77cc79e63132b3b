package dev.skald.api.drivers;

import dev.skald.api.InvalidRequest;
import dev.skald.api.Problem;
import dev.skald.api.Query;
import dev.skald.api.ReadYourWrites;
import dev.skald.projections.Page;
import dev.skald.projections.drivers.DriverProjection;
import dev.skald.projections.drivers.DriverQueries;
import dev.skald.projections.drivers.DriverView;
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

/** Shows drivers. */
@Tag(name = "drivers")
@RestController
@RequestMapping("/api/v1/drivers")
@ConditionalOnProperty(name = "skald.api.queries", matchIfMissing = true)
public final class DriverQueriesController {

  private final DriverQueries drivers;
  private final ReadYourWrites readYourWrites;

  DriverQueriesController(DriverQueries drivers, ReadYourWrites readYourWrites) {
    this.drivers = drivers;
    this.readYourWrites = readYourWrites;
  }

  @Operation(summary = "One driver: where he is, and which ride he is on")
  @GetMapping("/{id}")
  DriverView one(
      @PathVariable String id,
      @RequestHeader(name = ReadYourWrites.HEADER, required = false) @Nullable String minPosition) {
    readYourWrites.await(DriverProjection.NAME, minPosition);
    return drivers
        .driver(id)
        .orElseThrow(
            () -> Problem.notFound("driver-unknown", "there is no driver '%s'".formatted(id)));
  }

  @Operation(summary = "Drivers, newest first")
  @GetMapping
  Page<DriverView> list(
      @RequestParam(required = false) @Nullable String vehicleType,
      @RequestParam(required = false) @Nullable String available,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestHeader(name = ReadYourWrites.HEADER, required = false) @Nullable String minPosition) {
    Boolean wanted = yesOrNo(available);
    readYourWrites.await(DriverProjection.NAME, minPosition);
    return drivers.drivers(vehicleType, wanted, Query.limit(limit), Query.cursor(cursor));
  }

  private static @Nullable Boolean yesOrNo(@Nullable String available) {
    return switch (available) {
      case null -> null;
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new InvalidRequest("available", "'%s' must be true or false".formatted(available));
    };
  }
}
