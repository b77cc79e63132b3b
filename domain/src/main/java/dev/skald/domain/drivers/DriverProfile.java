package dev.skald.domain.drivers;

import dev.skald.domain.Location;
import dev.skald.domain.VehicleType;

/**
 * What a driver says of himself.
 *
 * @param onDuty whether he takes rides at all
 */
public record DriverProfile(String name, VehicleType vehicleType, Location at, boolean onDuty) {

  DriverProfile movedTo(Location now) {
    return new DriverProfile(name, vehicleType, now, onDuty);
  }
}
