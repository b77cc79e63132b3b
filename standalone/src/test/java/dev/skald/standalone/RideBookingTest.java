package dev.skald.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rides from the request to the end of the trip, and the ways in which they come to nothing. */
class RideBookingTest {

  private static RunningSkald skald;
  private static Rest rest;

  private final String ride = "r-" + UUID.randomUUID();
  private final String vehicle = "v" + UUID.randomUUID().toString().substring(0, 20);

  @BeforeAll
  static void start() {
    skald = RunningSkald.start(Map.of("skald.rehearsal.enabled", "true"));
    rest = skald.rest();
  }

  @AfterAll
  static void stop() {
    skald.close();
  }

  @Test
  void a_booked_ride_is_driven_and_then_its_driver_is_free_where_it_ended() {
    String driver = register();

    Rest.Answer booked = book(ride, "Station", "card-1");

    assertThat(booked.text("/status")).as("%s", booked.body()).isEqualTo("COMPLETED");
    Rest after = after(booked);
    Rest.Answer trip = after.get("/api/v1/trips/" + ride);
    assertThat(trip.text("/status")).isEqualTo("CREATED");
    assertThat(trip.text("/driverId")).isEqualTo(driver);
    assertThat(trip.text("/fare/amount")).isEqualTo("23.42");
    assertThat(trip.text("/paymentId")).isEqualTo("ride-" + ride);
    assertThat(trip.text("/pricing/kilometres")).isEqualTo("13.014");
    assertThat(after.get("/api/v1/drivers/" + driver).text("/status")).isEqualTo("BUSY");
    assertThat(rest.post("/api/v1/trips/" + ride + "/complete", "").text("/code"))
        .isEqualTo("trip-not-started");

    assertThat(rest.post("/api/v1/trips/" + ride + "/start", "").status()).isEqualTo(200);
    assertThat(rest.post("/api/v1/trips/" + ride + "/start", "").status()).isEqualTo(409);
    Rest.Answer completed = rest.post("/api/v1/trips/" + ride + "/complete", "");

    assertThat(completed.status()).isEqualTo(200);
    assertThat(after(completed).get("/api/v1/trips/" + ride).text("/status"))
        .isEqualTo("COMPLETED");
    Rest.Answer free = after(completed).get("/api/v1/drivers/" + driver);
    assertThat(free.at("/available").asBoolean()).isTrue();
    assertThat(free.at("/lat").asDouble()).isEqualTo(52.6);
  }

  @Test
  void a_ride_that_is_not_paid_frees_its_driver() {
    String driver = register();

    Rest.Answer saga = book(ride, "Station", "declined-1");

    assertThat(saga.text("/status")).isEqualTo("COMPENSATED");
    assertThat(saga.text("/failure/step")).isEqualTo("take-payment");
    assertThat(types("driver-" + driver))
        .containsExactly("DriverRegistered", "DriverReserved", "DriverReleased");
    assertThat(book(ride + "-2", "Station", "card-1").text("/status")).isEqualTo("COMPLETED");
  }

  @Test
  void a_ride_from_nowhere_finds_no_driver() {
    register();

    Rest.Answer saga = book(ride, "nowhere", "card-1");

    assertThat(saga.text("/status")).isEqualTo("COMPENSATED");
    assertThat(saga.text("/failure/code")).isEqualTo("no-driver");
    assertThat(rest.get("/api/v1/trips/" + ride).status()).isEqualTo(404);
  }

  @Test
  void as_many_rides_as_there_are_drivers_are_booked_and_no_two_with_the_same() throws Exception {
    IntStream.range(0, 5).forEach(_ -> register());

    List<Rest.Answer> sagas =
        together(IntStream.range(0, 12).mapToObj(i -> ride + "-" + i).toList());

    assertThat(sagas.stream().filter(saga -> saga.text("/status").equals("COMPLETED"))).hasSize(5);
    assertThat(sagas.stream().filter(saga -> saga.text("/failure/code").equals("no-driver")))
        .hasSize(7);
    Set<String> drivers = new HashSet<>();
    for (int i = 0; i < 12; i++) {
      rest.get("/api/v1/streams/trip-" + ride + "-" + i)
          .at("/items")
          .forEach(event -> drivers.add(event.at("/data/plan/driverId").asString()));
    }
    assertThat(drivers).hasSize(5);
  }

  @Test
  void what_makes_no_sense_is_told_with_its_field() {
    Rest.Answer answer =
        rest.with("Idempotency-Key", ride)
            .post(
                "/api/v1/sagas/ride-booking",
                """
                {"passengerId":"p 1","pickup":{"name":"x","lat":95,"lon":0},
                 "destination":{"name":"y","lat":1},"vehicleType":"a van","payment":{"token":""}}
                """);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.at("/errors"))
        .extracting(error -> error.get("field").asString())
        .containsExactlyInAnyOrder("pickup", "destination.lon", "vehicleType", "payment");
  }

  private static List<Rest.Answer> answers(List<Future<Rest.Answer>> futures) throws Exception {
    List<Rest.Answer> answers = new ArrayList<>();
    for (Future<Rest.Answer> future : futures) {
      answers.add(future.get());
    }
    return answers;
  }

  private List<Rest.Answer> together(List<String> rides) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return answers(
          rides.stream().map(one -> threads.submit(() -> book(one, "Station", "card-1"))).toList());
    }
  }

  private Rest.Answer book(String rideId, String pickup, String token) {
    return rest.with("Idempotency-Key", rideId)
        .with("Prefer", "wait=60")
        .post(
            "/api/v1/sagas/ride-booking",
            """
            {"rideId":"%s","passengerId":"p-1","pickup":{"name":"%s","lat":52.5,"lon":13.4},
             "destination":{"name":"Airport","lat":52.6,"lon":13.5},"vehicleType":"%s",
             "payment":{"token":"%s"}}
            """
                .formatted(rideId, pickup, vehicle, token));
  }

  private String register() {
    String driver = "d-" + UUID.randomUUID();
    Rest.Answer put =
        rest.put(
            "/api/v1/drivers/" + driver,
            """
            {"name":"Ada","vehicleType":"%s","lat":52.51,"lon":13.4,"available":true}
            """
                .formatted(vehicle));
    assertThat(put.status()).isEqualTo(200);
    return driver;
  }

  private static Rest after(Rest.Answer answer) {
    return rest.with("Skald-Min-Position", answer.at("/position").asLong());
  }

  private static List<String> types(String stream) {
    return rest.get("/api/v1/streams/" + stream)
        .at("/items")
        .valueStream()
        .map(event -> event.get("type").asString())
        .toList();
  }
}
