package dev.skald.workflows.ridebooking;

import dev.skald.domain.Ids;
import dev.skald.domain.Place;
import dev.skald.domain.RideId;
import dev.skald.domain.VehicleType;
import org.jspecify.annotations.Nullable;

/** What starts a ride. */
public record RideBooking(
    @Nullable RideId rideId,
    String passengerId,
    Place pickup,
    Place destination,
    VehicleType vehicleType,
    Payment payment) {

  private static final int MAX_TOKEN = 200;

  public RideBooking {
    Ids.check("passenger id", passengerId);
  }

  /** The token stands for the passenger's means of payment. */
  public record Payment(String token) {
    public Payment {
      if (token.isBlank() || token.length() > MAX_TOKEN) {
        throw new IllegalArgumentException(
            "token must have 1 to %d characters, not be blank".formatted(MAX_TOKEN));
      }
    }
  }
}
