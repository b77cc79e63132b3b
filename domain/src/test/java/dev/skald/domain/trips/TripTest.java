package dev.skald.domain.trips;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.domain.Decision;
import dev.skald.domain.Money;
import dev.skald.domain.Place;
import dev.skald.domain.VehicleType;
import dev.skald.domain.trips.TripEvent.TripCompleted;
import dev.skald.domain.trips.TripEvent.TripCreated;
import dev.skald.domain.trips.TripEvent.TripStarted;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class TripTest {

  private static final Place FROM = new Place("Station", 52.5, 13.4);
  private static final Place TO = new Place("Airport", 52.6, 13.4);
  private static final TripPlan PLAN =
      new TripPlan("p-1", "d-1", "Ada", new VehicleType("van"), FROM, TO, fare(), "pay-1");

  @Test
  void a_trip_is_created_started_and_completed() {
    assertThat(Trip.create(Trip.NONE, PLAN)).isEqualTo(Decision.accept(new TripCreated(PLAN)));
    assertThat(Trip.start(given())).isEqualTo(Decision.accept(new TripStarted()));
    assertThat(Trip.complete(given(new TripStarted())))
        .isEqualTo(Decision.accept(new TripCompleted()));
  }

  @Test
  void a_trip_takes_its_steps_once_and_in_order() {
    Trip over = given(new TripStarted(), new TripCompleted());

    assertThat(refusal(Trip.create(given(), PLAN))).isEqualTo("trip-exists");
    assertThat(refusal(Trip.complete(given()))).isEqualTo("trip-not-started");
    assertThat(refusal(Trip.start(given(new TripStarted())))).isEqualTo("trip-already-started");
    assertThat(refusal(Trip.start(over))).isEqualTo("trip-already-completed");
    assertThat(refusal(Trip.complete(over))).isEqualTo("trip-already-completed");
  }

  @Test
  void a_trip_that_is_not_there_goes_nowhere() {
    assertThat(refusal(Trip.start(Trip.NONE))).isEqualTo("trip-unknown");
    assertThat(refusal(Trip.complete(Trip.NONE))).isEqualTo("trip-unknown");
  }

  private static Trip given(TripEvent... events) {
    Trip trip = Trip.evolve(Trip.NONE, new TripCreated(PLAN));
    for (TripEvent event : events) {
      trip = Trip.evolve(trip, event);
    }
    return trip;
  }

  private static Fare fare() {
    Money one = Money.of("1.00", "EUR");
    Tariff tariff = new Tariff(one, one, one, BigDecimal.TEN, BigDecimal.ONE);
    return Fare.quote(FROM.location(), TO.location(), tariff, new Supply(1, 1));
  }

  private static String refusal(Decision<TripEvent> decision) {
    return switch (decision) {
      case Decision.Refused<TripEvent>(var refusal) -> refusal.code();
      case Decision.Accepted<TripEvent> accepted -> "accepted: " + accepted.events();
    };
  }
}
