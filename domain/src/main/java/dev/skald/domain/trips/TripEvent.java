package dev.skald.domain.trips;

import dev.skald.domain.EventType;
import java.util.List;

/** What happens to one trip: the stream {@code trip-<rideId>}. */
public sealed interface TripEvent {

  String CATEGORY = "trip";

  List<EventType> TYPES =
      List.of(
          EventType.of("TripCreated", 1, TripCreated.class),
          EventType.of("TripStarted", 1, TripStarted.class),
          EventType.of("TripCompleted", 1, TripCompleted.class));

  record TripCreated(TripPlan plan) implements TripEvent {}

  record TripStarted() implements TripEvent {}

  record TripCompleted() implements TripEvent {}
}
