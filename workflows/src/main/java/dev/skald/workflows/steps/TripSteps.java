package dev.skald.workflows.steps;

import dev.skald.domain.Place;
import dev.skald.domain.RideId;
import dev.skald.domain.VehicleType;
import dev.skald.domain.trips.Fare;
import dev.skald.domain.trips.TripPlan;
import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import io.temporal.activity.ActivityInterface;

/** What trips do in sagas. */
@ActivityInterface(namePrefix = "trips.")
public interface TripSteps {

  /** Prices a ride, and says of what the price is made. It changes nothing. */
  StepAnswer<Quote> quoteFare(StepCall call, QuoteFare command);

  /** Refused where there is a trip with this id already. */
  StepAnswer<CreatedTrip> create(StepCall call, CreateTrip command);

  record QuoteFare(RideId rideId, Place pickup, Place destination, VehicleType vehicleType) {}

  /** It holds for this ride, whatever becomes of prices and drivers meanwhile. */
  record Quote(Fare fare) {}

  record CreateTrip(RideId rideId, TripPlan plan) {}

  record CreatedTrip(RideId tripId) {}
}
