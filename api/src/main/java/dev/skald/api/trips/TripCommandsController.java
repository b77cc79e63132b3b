package dev.skald.api.trips;

import dev.skald.activities.CommandResult;
import dev.skald.activities.trips.TripCommands;
import dev.skald.api.Caller;
import dev.skald.api.InvalidRequest;
import dev.skald.api.OncePerKey;
import dev.skald.api.Problem;
import dev.skald.domain.Origin;
import dev.skald.domain.RideId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says what happens on the road. */
@Tag(name = "trips")
@RestController
@RequestMapping("/api/v1/trips")
@ConditionalOnProperty(name = "skald.api.commands", matchIfMissing = true)
public final class TripCommandsController {

  private final TripCommands trips;

  TripCommandsController(TripCommands trips) {
    this.trips = trips;
  }

  /** What an accepted command answers. */
  public record TripAccepted(String tripId, long version, long position) {}

  @FunctionalInterface
  private interface Command {
    CommandResult run(RideId trip, String key, Origin origin);
  }

  @Operation(summary = "The passenger is in: a trip that was created is under way")
  @OncePerKey
  @PostMapping("/{id}/start")
  TripAccepted start(@PathVariable String id, HttpServletRequest http) {
    return handle(id, http, trips::start);
  }

  @Operation(summary = "The trip is over: its driver is free for another ride")
  @OncePerKey
  @PostMapping("/{id}/complete")
  TripAccepted complete(@PathVariable String id, HttpServletRequest http) {
    return handle(id, http, trips::complete);
  }

  private static TripAccepted handle(String id, HttpServletRequest http, Command command) {
    RideId trip = tripId(id);
    String key = Caller.idempotencyKey(http).orElseGet(() -> UUID.randomUUID().toString());
    return switch (command.run(trip, key, Caller.origin(http))) {
      case CommandResult.Done(long version, long position) ->
          new TripAccepted(id, version, position);
      case CommandResult.Refused(var refusal) ->
          throw refusal.code().equals("trip-unknown")
              ? Problem.notFound(refusal.code(), "there is no trip '%s'".formatted(id))
              : Problem.conflict(refusal.code(), refusal.message());
    };
  }

  private static RideId tripId(String id) {
    try {
      return new RideId(id);
    } catch (IllegalArgumentException e) {
      throw new InvalidRequest("tripId", String.valueOf(e.getMessage()));
    }
  }
}
