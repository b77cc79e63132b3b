package dev.skald.activities.drivers;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.skald.activities.CommandResult;
import dev.skald.activities.Fleet;
import dev.skald.activities.Fleet.Nearby;
import dev.skald.activities.RehearsalProperties;
import dev.skald.activities.Streams;
import dev.skald.activities.TestLog;
import dev.skald.domain.Location;
import dev.skald.domain.Place;
import dev.skald.domain.RideId;
import dev.skald.domain.VehicleType;
import dev.skald.domain.drivers.Driver;
import dev.skald.domain.drivers.DriverEvent;
import dev.skald.domain.drivers.DriverEvent.DriverReleased;
import dev.skald.domain.drivers.DriverEvent.DriverReleased.Why;
import dev.skald.domain.drivers.DriverId;
import dev.skald.domain.drivers.DriverProfile;
import dev.skald.eventstore.Append;
import dev.skald.eventstore.CommandId;
import dev.skald.eventstore.Expected;
import dev.skald.eventstore.Fingerprint;
import dev.skald.eventstore.Metadata;
import dev.skald.eventstore.StreamId;
import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.steps.DriverSteps;
import dev.skald.workflows.steps.DriverSteps.ReserveDriver;
import dev.skald.workflows.steps.DriverSteps.ReservedDriver;
import io.temporal.failure.ApplicationFailure;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Nobody shares a driver, whoever asks, however often, and whatever is undone meanwhile. */
class EventSourcedDriversTest {

  private static final Place PICKUP = new Place("Station", 52.5, 13.4);

  private static TestLog log;
  private static Streams<Driver, DriverEvent> streams;
  private static DriverSteps steps;
  private static DriverCommands commands;
  private static Fleet fleet;

  /** Each test has drivers of a kind of its own, so that none takes those of another. */
  private final VehicleType vehicle =
      new VehicleType("v" + UUID.randomUUID().toString().substring(0, 20));

  private final String saga = "ride-booking-" + UUID.randomUUID();

  @BeforeAll
  static void start() {
    log = new TestLog();
    DriversConfiguration context = new DriversConfiguration();
    streams = context.driverStreams(log.store(), log.types());
    DriverRoster roster = context.driverRoster(log.store(), log.types());
    steps = newSteps(roster, true);
    commands = context.driverCommands(log.commands(), streams);
    fleet = context.fleet(roster, streams);
  }

  private static DriverSteps newSteps(DriverRoster roster, boolean rehearsal) {
    return new DriversConfiguration()
        .driverSteps(
            log.recorder(), log.store(), streams, roster, new RehearsalProperties(rehearsal));
  }

  @AfterAll
  static void stop() {
    log.close();
  }

  @Test
  void the_nearest_free_driver_with_such_a_vehicle_is_reserved() {
    register("far", 52.6, true);
    DriverId near = register("near", 52.51, true);
    register("nearer-but-off-duty", 52.5, false);

    StepAnswer<ReservedDriver> answer = steps.reserve(call(saga), ride("r-1"));

    assertThat(answer.answer().driverId()).isEqualTo(near);
    assertThat(answer.answer().kilometresAway()).isEqualByComparingTo("1.112");
    assertThat(log.typesOf("driver-" + near)).containsExactly("DriverRegistered", "DriverReserved");
    assertThat(log.typesOf("saga-" + saga)).containsExactly("StepCompleted");
  }

  @Test
  void a_step_asked_again_answers_the_same_driver() {
    register("a", 52.5, true);
    register("b", 52.5, true);

    StepAnswer<ReservedDriver> first = steps.reserve(call(saga), ride("r-1"));

    assertThat(steps.reserve(call(saga), ride("r-1"))).isEqualTo(first);
    assertThat(fleet.around(PICKUP.location(), vehicle, new RideId("x")))
        .isEqualTo(new Nearby(2, 1));
  }

  @Test
  void no_driver_stays_no_driver_for_this_saga_although_one_comes() {
    refused(call(saga), ride("r-1"), "no-driver");
    register("late", 52.5, true);

    refused(call(saga), ride("r-1"), "no-driver");
    assertThat(steps.reserve(call(saga + "-2"), ride("r-2")).answer().name()).isEqualTo("late");
    refused(call(saga + "-3"), ride("r-3"), "no-driver");
  }

  /** It came before, and may have written anything, or nothing, when it is through. */
  @Test
  void a_driver_who_registered_beside_an_append_under_way_is_found() throws Exception {
    Connection other = log.database().getConnection();
    try (ExecutorService riders = Executors.newVirtualThreadPerTaskExecutor();
        other) {
      other.setAutoCommit(false);
      log.store().append(something(), other);
      DriverId driver = register("a", 52.5, true);

      Future<StepAnswer<ReservedDriver>> ride =
          riders.submit(() -> steps.reserve(call(saga), ride("r-1")));

      await().during(ofMillis(200)).until(() -> !ride.isDone());
      other.rollback();
      assertThat(ride.get().answer().driverId()).isEqualTo(driver);
    }
  }

  private static Append something() {
    return Append.of(new CommandId("something"), Fingerprint.of("it"), Metadata.EMPTY)
        .to(
            new StreamId("thing-1"),
            Expected.any(),
            List.of(new DriverReleased(new RideId("r"), Why.RIDE_UNDONE, PICKUP.location())));
  }

  @Test
  void a_ride_called_off_gives_the_driver_back_once() {
    DriverId driver = register("a", 52.5, true);
    steps.reserve(call(saga), ride("r-1"));

    assertThat(steps.release(call(saga), ride("r-1")).changed()).isTrue();
    assertThat(steps.release(call(saga), ride("r-1")).changed()).isTrue();

    assertThat(log.typesOf("driver-" + driver))
        .containsExactly("DriverRegistered", "DriverReserved", "DriverReleased");
    assertThat(steps.reserve(call(saga + "-2"), ride("r-2")).answer().driverId()).isEqualTo(driver);
  }

  @Test
  void what_is_undone_before_it_is_done_is_never_done() {
    DriverId driver = register("a", 52.5, true);

    assertThat(steps.release(call(saga), ride("r-1")).changed()).isFalse();

    refused(call(saga), ride("r-1"), "step-undone");
    assertThat(log.typesOf("driver-" + driver)).containsExactly("DriverRegistered");
  }

  @Test
  void a_ride_that_found_no_driver_has_none_to_give_back() {
    refused(call(saga), ride("r-1"), "no-driver");

    assertThat(steps.release(call(saga), ride("r-1")).changed()).isFalse();
  }

  @Test
  void nowhere_finds_no_driver_where_rehearsals_are_allowed_and_is_a_place_elsewhere() {
    register("a", 52.5, true);
    ReserveDriver nowhere =
        new ReserveDriver(new RideId("r-1"), new Place("Nowhere", 52.5, 13.4), vehicle);

    refused(call(saga), nowhere, "no-driver");

    DriverSteps inEarnest = newSteps(new DriverRoster(log.store(), log.types()), false);
    assertThat(inEarnest.reserve(call(saga + "-2"), nowhere).answer().name()).isEqualTo("a");
  }

  @Test
  void a_completed_trip_frees_the_driver_where_it_ended() {
    register("a", 52.5, true);
    ReservedDriver reserved = steps.reserve(call(saga), ride("r-1")).answer();
    Location destination = new Location(48.1, 11.5);

    assertThat(fleet.tripCompleted(reserved.driverId().value(), new RideId("other"), destination))
        .isEmpty();
    assertThat(fleet.tripCompleted(reserved.driverId().value(), new RideId("r-1"), destination))
        .hasSize(1);
  }

  @Test
  void a_driver_is_put_once_for_each_key_and_a_change_is_a_change() {
    DriverId driver = register("a", 52.5, true);

    CommandResult.Done again = put(driver, "again", "a", 52.5, true);
    CommandResult.Done changed = put(driver, "changed", "b", 52.5, true);

    assertThat(again.version()).isEqualTo(1);
    assertThat(changed.version()).isEqualTo(2);
    assertThat(put(driver, "changed", "b", 52.5, true)).isEqualTo(changed);
  }

  /** As many riders as luck has it, on two workers, for fewer drivers; some give up. */
  @RepeatedTest(6)
  void no_two_riders_ever_have_the_same_driver() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int drivers = 1 + random.nextInt(8);
    int riders = drivers + random.nextInt(24);
    for (int i = 0; i < drivers; i++) {
      register("d" + i, 52.5 + random.nextDouble() / 10, true);
    }
    List<DriverSteps> workers =
        List.of(steps, newSteps(new DriverRoster(log.store(), log.types()), false));
    List<Callable<Object>> calls = new ArrayList<>();
    for (int i = 0; i < riders; i++) {
      String rider = saga + "-" + i;
      DriverSteps worker = workers.get(i % 2);
      calls.add(() -> worker.reserve(call(rider), ride(rider)));
    }
    Collections.shuffle(calls, random);

    List<Object> outcomes = TestLog.together(calls);

    List<DriverId> reserved = reserved(outcomes);
    assertThat(reserved).as("seed %d", seed).hasSize(drivers).doesNotHaveDuplicates();
    assertThat(outcomes.stream().filter("no-driver"::equals))
        .as("seed %d", seed)
        .hasSize(riders - drivers);
  }

  @RepeatedTest(3)
  void drivers_that_are_given_back_in_the_middle_of_the_rush_are_found_by_the_next()
      throws Exception {
    for (int i = 0; i < 4; i++) {
      register("d" + i, 52.5, true);
    }
    List<Callable<Object>> calls = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      String rider = saga + "-" + i;
      boolean givesUp = i % 2 == 0;
      calls.add(
          () -> {
            StepAnswer<ReservedDriver> answer = steps.reserve(call(rider), ride(rider));
            return givesUp ? steps.release(call(rider), ride(rider)) : answer;
          });
    }

    List<DriverId> kept = reserved(TestLog.together(calls));

    assertThat(kept).doesNotHaveDuplicates();
    int free = fleet.around(PICKUP.location(), vehicle, new RideId("x")).free();
    assertThat(free).isEqualTo(4 - new HashSet<>(kept).size());
  }

  private static List<DriverId> reserved(List<Object> outcomes) {
    return outcomes.stream()
        .filter(StepAnswer.class::isInstance)
        .map(answer -> ((ReservedDriver) ((StepAnswer<?>) answer).answer()).driverId())
        .toList();
  }

  private void refused(StepCall call, ReserveDriver command, String code) {
    assertThatThrownBy(() -> steps.reserve(call, command))
        .isInstanceOfSatisfying(
            ApplicationFailure.class, no -> assertThat(no.getType()).isEqualTo(code));
  }

  private ReserveDriver ride(String ride) {
    return new ReserveDriver(new RideId(ride), PICKUP, vehicle);
  }

  private static StepCall call(String saga) {
    return TestLog.call(saga, "reserve-driver");
  }

  private DriverId register(String name, double lat, boolean onDuty) {
    DriverId driver = new DriverId(name + "-" + UUID.randomUUID());
    put(driver, "registration", name, lat, onDuty);
    return driver;
  }

  private CommandResult.Done put(
      DriverId driver, String key, String name, double lat, boolean onDuty) {
    DriverProfile profile = new DriverProfile(name, vehicle, new Location(lat, 13.4), onDuty);
    return (CommandResult.Done) commands.put(driver, profile, key, TestLog.ORIGIN);
  }
}
