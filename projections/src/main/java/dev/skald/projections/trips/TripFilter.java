package dev.skald.projections.trips;

import dev.skald.domain.trips.Trip;
import org.jspecify.annotations.Nullable;

/** Which trips are wanted; what is null excludes none. */
public record TripFilter(
    @Nullable String passengerId, @Nullable String driverId, Trip.@Nullable Status status) {}
