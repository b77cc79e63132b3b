package dev.skald.domain.trips;

import dev.skald.domain.Place;
import dev.skald.domain.VehicleType;

/** Who goes from where to where, with whom, and for how much. */
public record TripPlan(
    String passengerId,
    String driverId,
    String driverName,
    VehicleType vehicleType,
    Place pickup,
    Place destination,
    Fare fare,
    String paymentId) {}
