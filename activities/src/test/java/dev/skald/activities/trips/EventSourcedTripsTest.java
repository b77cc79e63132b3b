package dev.skald.activities.trips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.activities.CommandResult;
import dev.skald.activities.Fleet;
import dev.skald.activities.Outcome.Facts;
import dev.skald.activities.Streams;
import dev.skald.activities.TestLog;
import dev.skald.domain.Location;
import dev.skald.domain.Place;
import dev.skald.domain.RideId;
import dev.skald.domain.VehicleType;
import dev.skald.domain.drivers.DriverEvent.DriverReleased;
import dev.skald.domain.drivers.DriverEvent.DriverReleased.Why;
import dev.skald.domain.trips.Fare;
import dev.skald.domain.trips.Trip;
import dev.skald.domain.trips.TripEvent;
import dev.skald.domain.trips.TripPlan;
import dev.skald.eventstore.Expected;
import dev.skald.eventstore.StreamId;
import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.steps.TripSteps;
import dev.skald.workflows.steps.TripSteps.CreateTrip;
import dev.skald.workflows.steps.TripSteps.Quote;
import dev.skald.workflows.steps.TripSteps.QuoteFare;
import io.temporal.failure.ApplicationFailure;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EventSourcedTripsTest {

  private static final Place PICKUP = new Place("Station", 52.5, 13.4);
  private static final Place DESTINATION = new Place("Airport", 52.6, 13.4);
  private static final VehicleType VAN = new VehicleType("van");

  private static TestLog log;
  private static TripSteps steps;
  private static TripCommands commands;
  private static volatile Fleet.Nearby nearby = new Fleet.Nearby(2, 2);

  private final String saga = "ride-booking-" + UUID.randomUUID();
  private final RideId ride = new RideId(UUID.randomUUID().toString());
  private final QuoteFare question = new QuoteFare(ride, PICKUP, DESTINATION, VAN);

  /** A fleet that takes note of completed trips in the drivers' streams, and of nothing else. */
  private static final class NotingFleet implements Fleet {

    @Override
    public Nearby around(Location place, VehicleType vehicleType, RideId asked) {
      return nearby;
    }

    @Override
    public List<Facts> tripCompleted(String driverId, RideId completed, Location destination) {
      return List.of(
          new Facts(
              StreamId.of("driver", driverId),
              Expected.any(),
              List.of(new DriverReleased(completed, Why.TRIP_COMPLETED, destination))));
    }
  }

  @BeforeAll
  static void start() {
    log = new TestLog();
    TripsConfiguration context = new TripsConfiguration();
    Streams<Trip, TripEvent> trips = context.tripStreams(log.store(), log.types());
    FareProperties fares =
        new FareProperties(
            Currency.getInstance("EUR"),
            new BigDecimal("5.00"),
            new BigDecimal("1.20"),
            new BigDecimal("0.30"),
            new BigDecimal("30"),
            new BigDecimal("2.00"));
    steps = context.tripSteps(log.recorder(), trips, new NotingFleet(), fares);
    commands = context.tripCommands(log.commands(), trips, new NotingFleet());
  }

  @AfterAll
  static void stop() {
    log.close();
  }

  @Test
  void a_quote_holds_although_drivers_become_scarce_meanwhile() {
    nearby = new Fleet.Nearby(2, 2);
    StepAnswer<Quote> quote = steps.quoteFare(call("quote-fare"), question);
    nearby = new Fleet.Nearby(2, 0);

    assertThat(steps.quoteFare(call("quote-fare"), question)).isEqualTo(quote);
    assertThat(quote.answer().fare().surge()).isEqualByComparingTo("1");
    assertThat(quote.answer().fare().amount()).hasToString("20.00 EUR");
    assertThat(log.typesOf("saga-" + saga)).containsExactly("StepCompleted");
  }

  @Test
  void a_trip_is_created_once() {
    CreateTrip command = new CreateTrip(ride, plan());

    StepAnswer<?> created = steps.create(call("create-trip"), command);

    assertThat(steps.create(call("create-trip"), command)).isEqualTo(created);
    assertThat(log.typesOf("trip-" + ride)).containsExactly("TripCreated");
    assertThatThrownBy(() -> steps.create(TestLog.call(saga + "-2", "create-trip"), command))
        .isInstanceOfSatisfying(
            ApplicationFailure.class, no -> assertThat(no.getType()).isEqualTo("trip-exists"));
  }

  @Test
  void a_trip_starts_and_ends_and_with_it_the_drivers_part_all_in_one() {
    TripPlan plan = plan();
    steps.create(call("create-trip"), new CreateTrip(ride, plan));

    assertThat(commands.start(ride, "s", TestLog.ORIGIN)).isInstanceOf(CommandResult.Done.class);
    CommandResult completed = commands.complete(ride, "c", TestLog.ORIGIN);

    assertThat(log.typesOf("trip-" + ride))
        .containsExactly("TripCreated", "TripStarted", "TripCompleted");
    assertThat(log.typesOf("driver-" + plan.driverId())).containsExactly("DriverReleased");
    assertThat(log.events("driver-" + plan.driverId()).getLast().metadata().get("commandId"))
        .isEqualTo(log.events("trip-" + ride).getLast().metadata().get("commandId"));
    assertThat(completed)
        .isInstanceOfSatisfying(
            CommandResult.Done.class, done -> assertThat(done.version()).isEqualTo(3));
    assertThat(commands.complete(ride, "c", TestLog.ORIGIN)).isEqualTo(completed);
  }

  @Test
  void a_trip_refuses_what_its_state_does_not_allow() {
    assertThat(code(commands.start(ride, "s", TestLog.ORIGIN))).isEqualTo("trip-unknown");
    steps.create(call("create-trip"), new CreateTrip(ride, plan()));
    assertThat(code(commands.complete(ride, "c", TestLog.ORIGIN))).isEqualTo("trip-not-started");
    commands.start(ride, "s2", TestLog.ORIGIN);
    assertThat(code(commands.start(ride, "s3", TestLog.ORIGIN))).isEqualTo("trip-already-started");
  }

  private TripPlan plan() {
    Fare fare = steps.quoteFare(call("quote-fare"), question).answer().fare();
    return new TripPlan(
        "p-1", "d-" + UUID.randomUUID(), "Ada", VAN, PICKUP, DESTINATION, fare, "pay-1");
  }

  private StepCall call(String step) {
    return TestLog.call(saga, step);
  }

  private static String code(CommandResult result) {
    return switch (result) {
      case CommandResult.Refused(var refusal) -> refusal.code();
      case CommandResult.Done done -> "done: " + done;
    };
  }
}
