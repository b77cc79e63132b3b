package dev.skald.projections.trips;

import dev.skald.domain.Money;
import dev.skald.domain.Place;
import dev.skald.domain.trips.Fare;
import dev.skald.domain.trips.Trip.Status;
import dev.skald.domain.trips.TripPlan;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A trip as people see it.
 *
 * @param pricing the fare with all that it was made of
 */
public record TripView(
    String tripId,
    Status status,
    String passengerId,
    String driverId,
    String driverName,
    String vehicleType,
    Place pickup,
    Place destination,
    Money fare,
    Fare pricing,
    String paymentId,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt,
    long version,
    long createdPosition,
    long position) {

  static TripView of(TripRow row) {
    TripPlan plan = row.plan();
    return new TripView(
        row.tripId(),
        row.status(),
        plan.passengerId(),
        plan.driverId(),
        plan.driverName(),
        plan.vehicleType().value(),
        plan.pickup(),
        plan.destination(),
        plan.fare().amount(),
        plan.fare(),
        plan.paymentId(),
        row.createdAt(),
        row.startedAt(),
        row.completedAt(),
        row.version(),
        row.createdPosition(),
        row.position());
  }
}
