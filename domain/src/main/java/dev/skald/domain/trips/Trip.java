package dev.skald.domain.trips;

import dev.skald.domain.Decision;
import dev.skald.domain.trips.TripEvent.TripCompleted;
import dev.skald.domain.trips.TripEvent.TripCreated;
import dev.skald.domain.trips.TripEvent.TripStarted;

/** A trip as its events have left it, and what may happen to it next. */
public sealed interface Trip {

  Trip NONE = new None();

  record None() implements Trip {}

  record Existing(Status status, TripPlan plan) implements Trip {}

  enum Status {
    CREATED,
    STARTED,
    COMPLETED
  }

  static Trip evolve(Trip trip, TripEvent event) {
    return switch (event) {
      case TripCreated(var plan) -> new Existing(Status.CREATED, plan);
      case TripStarted _ -> new Existing(Status.STARTED, existing(trip).plan());
      case TripCompleted _ -> new Existing(Status.COMPLETED, existing(trip).plan());
    };
  }

  static Decision<TripEvent> create(Trip trip, TripPlan plan) {
    return switch (trip) {
      case None _ -> Decision.accept(new TripCreated(plan));
      case Existing _ -> Decision.refuse("trip-exists", "there is a trip with this id already");
    };
  }

  static Decision<TripEvent> start(Trip trip) {
    return switch (trip) {
      case None _ -> unknown();
      case Existing(Status status, _) ->
          switch (status) {
            case CREATED -> Decision.accept(new TripStarted());
            case STARTED ->
                Decision.refuse("trip-already-started", "the trip is under way already");
            case COMPLETED -> over();
          };
    };
  }

  static Decision<TripEvent> complete(Trip trip) {
    return switch (trip) {
      case None _ -> unknown();
      case Existing(Status status, _) ->
          switch (status) {
            case CREATED ->
                Decision.refuse("trip-not-started", "the trip has to be started before it can end");
            case STARTED -> Decision.accept(new TripCompleted());
            case COMPLETED -> over();
          };
    };
  }

  private static Decision<TripEvent> unknown() {
    return Decision.refuse("trip-unknown", "there is no such trip");
  }

  private static Decision<TripEvent> over() {
    return Decision.refuse("trip-already-completed", "the trip is over");
  }

  private static Existing existing(Trip trip) {
    return switch (trip) {
      case Existing existing -> existing;
      case None _ -> throw new IllegalStateException("a trip's first event must create it");
    };
  }
}
