package dev.skald.domain.drivers;

import dev.skald.domain.EventType;
import dev.skald.domain.Location;
import dev.skald.domain.Place;
import dev.skald.domain.RideId;
import java.util.List;

/** What happens to one driver: the stream {@code driver-<driverId>}. */
public sealed interface DriverEvent {

  String CATEGORY = "driver";

  List<EventType> TYPES =
      List.of(
          EventType.of("DriverRegistered", 1, DriverRegistered.class),
          EventType.of("DriverChanged", 1, DriverChanged.class),
          EventType.of("DriverReserved", 1, DriverReserved.class),
          EventType.of("DriverReleased", 1, DriverReleased.class));

  record DriverRegistered(DriverProfile profile) implements DriverEvent {}

  record DriverChanged(DriverProfile profile) implements DriverEvent {}

  record DriverReserved(RideId rideId, Place pickup) implements DriverEvent {}

  /** Free for another ride, from where he is now. */
  record DriverReleased(RideId rideId, Why why, Location at) implements DriverEvent {
    public enum Why {
      RIDE_UNDONE,
      TRIP_COMPLETED
    }
  }
}
