package dev.skald.domain.drivers;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;

class DriverTest {

  private static final Location HERE = new Location(52.5, 13.4);
  private static final Location THERE = new Location(52.6, 13.5);
  private static final Place PICKUP = new Place("Station", 52.52, 13.37);
  private static final RideId RIDE = new RideId("r-1");
  private static final RideId OTHER = new RideId("r-2");
  private static final VehicleType VAN = new VehicleType("van");
  private static final DriverProfile PROFILE = new DriverProfile("Ada", VAN, HERE, true);
  private static final DriverReserved RESERVED = new DriverReserved(RIDE, PICKUP);

  @Test
  void a_free_driver_is_reserved() {
    assertThat(Driver.reserve(given(), RIDE, VAN, PICKUP)).isEqualTo(Decision.accept(RESERVED));
  }

  @Test
  void a_driver_has_one_ride_at_a_time_even_if_it_is_asked_for_twice() {
    Driver busy = given(RESERVED);

    assertThat(refusal(Driver.reserve(busy, OTHER, VAN, PICKUP))).isEqualTo("driver-busy");
    assertThat(refusal(Driver.reserve(busy, RIDE, VAN, PICKUP))).isEqualTo("driver-busy");
  }

  @Test
  void a_driver_is_not_reserved_for_what_he_does_not_do() {
    Driver away = given(new DriverChanged(new DriverProfile("Ada", VAN, HERE, false)));

    assertThat(refusal(Driver.reserve(away, RIDE, VAN, PICKUP))).isEqualTo("driver-off-duty");
    assertThat(refusal(Driver.reserve(Driver.NONE, RIDE, VAN, PICKUP))).isEqualTo("driver-unknown");
    assertThat(refusal(Driver.reserve(given(), RIDE, new VehicleType("bike"), PICKUP)))
        .isEqualTo("wrong-vehicle");
  }

  @Test
  void a_ride_called_off_frees_the_driver_where_he_stands() {
    assertThat(Driver.release(given(RESERVED), RIDE))
        .isEqualTo(Decision.accept(new DriverReleased(RIDE, Why.RIDE_UNDONE, HERE)));
  }

  @Test
  void a_completed_trip_frees_the_driver_where_it_ended() {
    DriverReleased released = new DriverReleased(RIDE, Why.TRIP_COMPLETED, THERE);

    assertThat(Driver.tripCompleted(given(RESERVED), RIDE, THERE))
        .isEqualTo(Decision.accept(released));
    assertThat(given(RESERVED, released))
        .isEqualTo(new Driver.Registered(new DriverProfile("Ada", VAN, THERE, true), null));
  }

  @Test
  void nobody_frees_a_driver_from_the_ride_of_another() {
    assertThat(Driver.release(given(RESERVED), OTHER)).isEqualTo(Decision.unchanged());
    assertThat(Driver.tripCompleted(given(RESERVED), OTHER, THERE)).isEqualTo(Decision.unchanged());
    assertThat(Driver.release(given(), RIDE)).isEqualTo(Decision.unchanged());
  }

  @Test
  void a_driver_is_registered_then_changed_and_keeps_his_ride() {
    DriverProfile changed = new DriverProfile("Ada L.", VAN, THERE, false);

    assertThat(Driver.put(Driver.NONE, PROFILE))
        .isEqualTo(Decision.accept(new DriverRegistered(PROFILE)));
    assertThat(Driver.put(given(), PROFILE)).isEqualTo(Decision.unchanged());
    assertThat(Driver.put(given(), changed)).isEqualTo(Decision.accept(new DriverChanged(changed)));
    assertThat(given(RESERVED, new DriverChanged(changed)))
        .isEqualTo(new Driver.Registered(changed, RIDE));
  }

  private static Driver given(DriverEvent... events) {
    Driver driver = Driver.evolve(Driver.NONE, new DriverRegistered(PROFILE));
    for (DriverEvent event : events) {
      driver = Driver.evolve(driver, event);
    }
    return driver;
  }

  private static String refusal(Decision<DriverEvent> decision) {
    return switch (decision) {
      case Decision.Refused<DriverEvent>(var refusal) -> refusal.code();
      case Decision.Accepted<DriverEvent> accepted -> "accepted: " + accepted.events();
    };
  }
}
