package dev.skald.projections.drivers;

import dev.skald.domain.drivers.DriverEvent;
import dev.skald.domain.drivers.DriverEvent.DriverChanged;
import dev.skald.domain.drivers.DriverEvent.DriverRegistered;
import dev.skald.domain.drivers.DriverEvent.DriverReleased;
import dev.skald.domain.drivers.DriverEvent.DriverReserved;
import dev.skald.domain.drivers.DriverProfile;
import dev.skald.projections.engine.Fact;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A driver as people see him.
 *
 * @param available whether he can be given a ride now: on duty, and on no ride
 * @param rideId the ride that he is on, or on his way to
 */
public record DriverView(
    String driverId,
    String name,
    String vehicleType,
    double lat,
    double lon,
    boolean onDuty,
    boolean available,
    Status status,
    @Nullable String rideId,
    long version,
    Instant createdAt,
    Instant updatedAt,
    long registeredPosition,
    long position) {

  public enum Status {
    FREE,
    BUSY,
    OFF_DUTY;

    static Status of(boolean onDuty, @Nullable String rideId) {
      if (rideId != null) {
        return BUSY;
      }
      return onDuty ? FREE : OFF_DUTY;
    }
  }

  /** The driver after one more of his events. */
  public static DriverView evolve(@Nullable DriverView view, Fact<DriverEvent> fact) {
    return switch (fact.event()) {
      case DriverRegistered(var profile) -> registered(profile, fact);
      case DriverChanged(var profile) -> known(view).with(profile, known(view).rideId(), fact);
      case DriverReserved(var ride, _) ->
          known(view).at(known(view).lat(), known(view).lon(), ride.value(), fact);
      case DriverReleased(_, _, var at) -> known(view).at(at.lat(), at.lon(), null, fact);
    };
  }

  private static DriverView registered(DriverProfile profile, Fact<DriverEvent> fact) {
    return new DriverView(
        fact.id(),
        profile.name(),
        profile.vehicleType().value(),
        profile.at().lat(),
        profile.at().lon(),
        profile.onDuty(),
        profile.onDuty(),
        Status.of(profile.onDuty(), null),
        null,
        fact.version(),
        fact.at(),
        fact.at(),
        fact.position(),
        fact.position());
  }

  private static DriverView known(@Nullable DriverView view) {
    if (view == null) {
      throw new IllegalStateException("a driver's first event must register him");
    }
    return view;
  }

  private DriverView with(DriverProfile profile, @Nullable String ride, Fact<DriverEvent> fact) {
    return new DriverView(
        driverId,
        profile.name(),
        profile.vehicleType().value(),
        profile.at().lat(),
        profile.at().lon(),
        profile.onDuty(),
        profile.onDuty() && ride == null,
        Status.of(profile.onDuty(), ride),
        ride,
        fact.version(),
        createdAt,
        fact.at(),
        registeredPosition,
        fact.position());
  }

  private DriverView at(
      double nowLat, double nowLon, @Nullable String ride, Fact<DriverEvent> fact) {
    return new DriverView(
        driverId,
        name,
        vehicleType,
        nowLat,
        nowLon,
        onDuty,
        onDuty && ride == null,
        Status.of(onDuty, ride),
        ride,
        fact.version(),
        createdAt,
        fact.at(),
        registeredPosition,
        fact.position());
  }
}
