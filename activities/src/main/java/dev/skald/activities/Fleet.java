package dev.skald.activities;

import dev.skald.activities.Outcome.Facts;
import dev.skald.domain.Location;
import dev.skald.domain.RideId;
import dev.skald.domain.VehicleType;
import java.util.List;

/** What trips need of the drivers, who are a context of their own. */
public interface Fleet {

  /**
   * The drivers around a place.
   *
   * @param free those of them who could take a ride now
   */
  record Nearby(int drivers, int free) {}

  /** Counts those on duty, but not the one whom the ride itself has reserved. */
  Nearby around(Location place, VehicleType vehicleType, RideId ride);

  /** What it means for a driver that a trip of his has ended. */
  List<Facts> tripCompleted(String driverId, RideId ride, Location destination);
}
