package dev.skald.domain.drivers;

import dev.skald.domain.Decision;
import dev.skald.domain.Location;
import dev.skald.domain.Place;
import dev.skald.domain.RideId;
import dev.skald.domain.VehicleType;
import dev.skald.domain.drivers.DriverEvent.DriverChanged;
import dev.skald.domain.drivers.DriverEvent.DriverRegistered;
import dev.skald.domain.drivers.DriverEvent.DriverReleased;
import dev.skald.domain.drivers.DriverEvent.DriverReleased.Why;
import dev.skald.domain.drivers.DriverEvent.DriverReserved;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A driver as his events have left him, and what may be asked of him next. */
public sealed interface Driver {

  Driver NONE = new None();

  record None() implements Driver {}

  /**
   * One who can be given rides.
   *
   * @param ride the one he is on, or on his way to
   */
  record Registered(DriverProfile profile, @Nullable RideId ride) implements Driver {

    /** Whether he can be given a ride. */
    public boolean isFree() {
      return profile.onDuty() && ride == null;
    }

    public boolean isOn(RideId asked) {
      return asked.equals(ride);
    }
  }

  static Driver evolve(Driver driver, DriverEvent event) {
    return switch (event) {
      case DriverRegistered(var profile) -> new Registered(profile, null);
      case DriverChanged(var profile) -> new Registered(profile, registered(driver).ride());
      case DriverReserved(var ride, _) -> new Registered(registered(driver).profile(), ride);
      case DriverReleased(_, _, var at) ->
          new Registered(registered(driver).profile().movedTo(at), null);
    };
  }

  static Decision<DriverEvent> put(Driver driver, DriverProfile profile) {
    return switch (driver) {
      case None _ -> Decision.accept(new DriverRegistered(profile));
      case Registered known when known.profile().equals(profile) -> Decision.unchanged();
      case Registered _ -> Decision.accept(new DriverChanged(profile));
    };
  }

  static Decision<DriverEvent> reserve(
      Driver driver, RideId ride, VehicleType wanted, Place pickup) {
    return switch (driver) {
      case None _ -> Decision.refuse("driver-unknown", "there is no such driver");
      case Registered other when !other.profile().vehicleType().isSameAs(wanted) ->
          Decision.refuse(
              "wrong-vehicle",
              "the driver has a %s, not a %s".formatted(other.profile().vehicleType(), wanted));
      case Registered busy when busy.ride() != null ->
          Decision.refuse("driver-busy", "the driver is on ride '%s'".formatted(busy.ride()));
      case Registered away when !away.profile().onDuty() ->
          Decision.refuse("driver-off-duty", "the driver takes no rides now");
      case Registered _ -> Decision.accept(new DriverReserved(ride, pickup));
    };
  }

  /** The ride is off: he is free where he stands, unless another ride has him by now. */
  static Decision<DriverEvent> release(Driver driver, RideId ride) {
    return onRide(driver, ride)
        .map(on -> released(ride, Why.RIDE_UNDONE, on.profile().at()))
        .orElseGet(Decision::unchanged);
  }

  /** The trip is over: he is free where it ended. */
  static Decision<DriverEvent> tripCompleted(Driver driver, RideId ride, Location destination) {
    return onRide(driver, ride)
        .map(_ -> released(ride, Why.TRIP_COMPLETED, destination))
        .orElseGet(Decision::unchanged);
  }

  private static Decision<DriverEvent> released(RideId ride, Why why, Location at) {
    return Decision.accept(new DriverReleased(ride, why, at));
  }

  private static Optional<Registered> onRide(Driver driver, RideId ride) {
    return switch (driver) {
      case Registered registered when registered.isOn(ride) -> Optional.of(registered);
      case Registered _, None _ -> Optional.empty();
    };
  }

  private static Registered registered(Driver driver) {
    return switch (driver) {
      case Registered registered -> registered;
      case None _ -> throw new IllegalStateException("a driver's first event must register him");
    };
  }
}
