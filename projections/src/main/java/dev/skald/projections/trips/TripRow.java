package dev.skald.projections.trips;

import dev.skald.domain.trips.Trip.Status;
import dev.skald.domain.trips.TripEvent;
import dev.skald.domain.trips.TripEvent.TripCompleted;
import dev.skald.domain.trips.TripEvent.TripCreated;
import dev.skald.domain.trips.TripEvent.TripStarted;
import dev.skald.domain.trips.TripPlan;
import dev.skald.projections.engine.Fact;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A trip as it is kept. */
record TripRow(
    String tripId,
    Status status,
    TripPlan plan,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt,
    long version,
    long createdPosition,
    long position) {

  static TripRow evolve(@Nullable TripRow row, Fact<TripEvent> fact) {
    return switch (fact.event()) {
      case TripCreated(var plan) ->
          new TripRow(
              fact.id(),
              Status.CREATED,
              plan,
              fact.at(),
              null,
              null,
              fact.version(),
              fact.position(),
              fact.position());
      case TripStarted _ -> created(row).now(Status.STARTED, fact.at(), null, fact);
      case TripCompleted _ ->
          created(row).now(Status.COMPLETED, created(row).startedAt(), fact.at(), fact);
    };
  }

  private static TripRow created(@Nullable TripRow row) {
    if (row == null) {
      throw new IllegalStateException("a trip's first event must create it");
    }
    return row;
  }

  private TripRow now(
      Status reached,
      @Nullable Instant started,
      @Nullable Instant completed,
      Fact<TripEvent> fact) {
    return new TripRow(
        tripId,
        reached,
        plan,
        createdAt,
        started,
        completed,
        fact.version(),
        createdPosition,
        fact.position());
  }
}
