package dev.skald.activities.trips;

import dev.skald.activities.CommandResult;
import dev.skald.activities.Commands;
import dev.skald.activities.Fleet;
import dev.skald.activities.Outcome.Facts;
import dev.skald.activities.Streams;
import dev.skald.domain.Origin;
import dev.skald.domain.RideId;
import dev.skald.domain.trips.Trip;
import dev.skald.domain.trips.TripEvent;
import java.util.List;

/** What happens on the road. The same key again is the same command. */
public final class TripCommands {

  private final Commands commands;
  private final Streams<Trip, TripEvent> trips;
  private final Fleet fleet;

  TripCommands(Commands commands, Streams<Trip, TripEvent> trips, Fleet fleet) {
    this.commands = commands;
    this.trips = trips;
    this.fleet = fleet;
  }

  public CommandResult start(RideId trip, String key, Origin origin) {
    return commands.run(request("start-trip", trip, key, origin), trips, Trip::start);
  }

  /** The trip and the driver's share in it end together. */
  public CommandResult complete(RideId trip, String key, Origin origin) {
    return commands.run(
        request("complete-trip", trip, key, origin),
        trips,
        Trip::complete,
        before -> driverFreed(trip, before));
  }

  private List<Facts> driverFreed(RideId ride, Trip trip) {
    return switch (trip) {
      case Trip.None _ -> List.of();
      case Trip.Existing(_, var plan) ->
          fleet.tripCompleted(plan.driverId(), ride, plan.destination().location());
    };
  }

  private static Commands.Request request(
      String operation, RideId trip, String key, Origin origin) {
    return new Commands.Request(operation, trip.value(), key, operation, origin);
  }
}
