package dev.skald.activities.drivers;

import dev.skald.activities.Fleet;
import dev.skald.activities.Outcome.Facts;
import dev.skald.activities.Streams;
import dev.skald.activities.drivers.DriverRoster.Candidate;
import dev.skald.domain.Decision;
import dev.skald.domain.Location;
import dev.skald.domain.RideId;
import dev.skald.domain.VehicleType;
import dev.skald.domain.drivers.Driver;
import dev.skald.domain.drivers.DriverEvent;
import dev.skald.eventstore.Loaded;
import java.util.List;

/** What trips need of the drivers, told by their streams. */
final class EventSourcedFleet implements Fleet {

  /** Further away, a driver is of no use to a rider, free or not. */
  private static final double NEARBY_KILOMETRES = 5;

  private final DriverRoster roster;
  private final Streams<Driver, DriverEvent> drivers;

  EventSourcedFleet(DriverRoster roster, Streams<Driver, DriverEvent> drivers) {
    this.roster = roster;
    this.drivers = drivers;
  }

  @Override
  public Nearby around(Location place, VehicleType vehicleType, RideId ride) {
    List<Candidate> nearby =
        roster.onDuty(vehicleType, place, ride).stream()
            .filter(candidate -> candidate.kilometres() <= NEARBY_KILOMETRES)
            .toList();
    long free = nearby.stream().filter(candidate -> candidate.driver().isFree()).count();
    return new Nearby(nearby.size(), Math.toIntExact(free));
  }

  @Override
  public List<Facts> tripCompleted(String driverId, RideId ride, Location destination) {
    Loaded<Driver> loaded = drivers.load(driverId);
    return switch (Driver.tripCompleted(loaded.state(), ride, destination)) {
      case Decision.Accepted<DriverEvent>(var events) when events.isEmpty() -> List.of();
      case Decision.Accepted<DriverEvent>(var events) -> List.of(drivers.facts(loaded, events));
      case Decision.Refused<DriverEvent>(var refusal) ->
          throw new IllegalStateException("a driver cannot be kept: " + refusal);
    };
  }
}
