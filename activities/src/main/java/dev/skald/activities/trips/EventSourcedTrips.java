package dev.skald.activities.trips;

import dev.skald.activities.Fleet;
import dev.skald.activities.Fleet.Nearby;
import dev.skald.activities.Outcome;
import dev.skald.activities.StepRecorder;
import dev.skald.activities.Streams;
import dev.skald.domain.trips.Fare;
import dev.skald.domain.trips.Supply;
import dev.skald.domain.trips.Tariff;
import dev.skald.domain.trips.Trip;
import dev.skald.domain.trips.TripEvent;
import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.steps.TripSteps;
import java.util.List;

/** The trips' steps, decided on the trip's own stream. */
final class EventSourcedTrips implements TripSteps {

  private final StepRecorder recorder;
  private final Streams<Trip, TripEvent> trips;
  private final Fleet fleet;
  private final Tariff tariff;

  EventSourcedTrips(
      StepRecorder recorder, Streams<Trip, TripEvent> trips, Fleet fleet, Tariff tariff) {
    this.recorder = recorder;
    this.trips = trips;
    this.fleet = fleet;
    this.tariff = tariff;
  }

  @Override
  public StepAnswer<Quote> quoteFare(StepCall call, QuoteFare command) {
    return recorder.perform(
        call, command, Quote.class, () -> new Outcome.Done<>(quote(command), List.of()));
  }

  @Override
  public StepAnswer<CreatedTrip> create(StepCall call, CreateTrip command) {
    return recorder.perform(
        call,
        command,
        CreatedTrip.class,
        () ->
            trips.decide(
                command.rideId().value(),
                trip -> Trip.create(trip, command.plan()),
                _ -> new CreatedTrip(command.rideId())));
  }

  private Quote quote(QuoteFare command) {
    Nearby nearby =
        fleet.around(command.pickup().location(), command.vehicleType(), command.rideId());
    return new Quote(
        Fare.quote(
            command.pickup().location(),
            command.destination().location(),
            tariff,
            new Supply(nearby.drivers(), nearby.free())));
  }
}
