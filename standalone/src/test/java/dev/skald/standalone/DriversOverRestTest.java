package dev.skald.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Drivers are registered and read; trips and content are not there before their sagas are. */
class DriversOverRestTest {

  private static RunningSkald skald;
  private static Rest rest;

  private final String driver = "d-" + UUID.randomUUID();
  private final String vehicle = "v" + UUID.randomUUID().toString().substring(0, 20);

  @BeforeAll
  static void start() {
    skald = RunningSkald.start(Map.of());
    rest = skald.rest();
    // The tables of read models are made while the program starts.
    await().until(() -> rest.get("/api/v1/drivers/none").status() == 404);
    await().until(() -> rest.get("/api/v1/trips/none").status() == 404);
    await().until(() -> rest.get("/api/v1/content/none").status() == 404);
  }

  @AfterAll
  static void stop() {
    skald.close();
  }

  @Test
  void a_driver_is_registered_and_changed_and_shows_where_he_is() {
    Rest.Answer first = put("Ada", "52.5", "true");
    assertThat(first.status()).isEqualTo(200);
    assertThat(get(first).text("/status")).isEqualTo("FREE");

    Rest.Answer second = put("Ada L.", "52.6", "false");

    Rest.Answer shown = get(second);
    assertThat(shown.text("/driverId")).isEqualTo(driver);
    assertThat(shown.text("/name")).isEqualTo("Ada L.");
    assertThat(shown.text("/vehicleType")).isEqualTo(vehicle);
    assertThat(shown.at("/lat").asDouble()).isEqualTo(52.6);
    assertThat(shown.at("/available").asBoolean()).isFalse();
    assertThat(shown.text("/status")).isEqualTo("OFF_DUTY");
    assertThat(shown.at("/version").asLong()).isEqualTo(2);
  }

  @Test
  void drivers_are_found_by_vehicle_and_by_whether_they_are_available() {
    Rest.Answer put = put("Ada", "52.5", "true");
    Rest after = rest.with("Skald-Min-Position", put.at("/position").asLong());
    String list = "/api/v1/drivers?vehicleType=" + vehicle;

    assertThat(after.get(list).at("/items")).hasSize(1);
    assertThat(after.get(list + "&available=true").at("/items")).hasSize(1);
    assertThat(after.get(list + "&available=false").at("/items")).isEmpty();
    assertThat(after.get(list + "&available=maybe").text("/errors/0/field")).isEqualTo("available");
  }

  @Test
  void the_same_again_changes_nothing_and_a_key_used_for_another_is_refused() {
    Rest.Answer first = put("Ada", "52.5", "true");
    assertThat(put("Ada", "52.5", "true").at("/version")).isEqualTo(first.at("/version"));

    Rest keyed = rest.with("Idempotency-Key", "k");
    assertThat(keyed.put(path(), body("Ada", "52.6", "true")).status()).isEqualTo(200);
    Rest.Answer reused = keyed.put(path(), body("Ada", "52.7", "true"));
    assertThat(reused.status()).isEqualTo(422);
    assertThat(reused.text("/code")).isEqualTo("idempotency-key-reused");
  }

  @Test
  void a_driver_who_has_not_changed_is_not_sent_again() {
    String tag = get(put("Ada", "52.5", "true")).headers().getOrDefault("etag", "none");

    assertThat(rest.with("If-None-Match", tag).get(path()).status()).isEqualTo(304);
  }

  @ParameterizedTest
  @CsvSource({
    "' ', 52.5, true, ''",
    "Ada, 90.5, true, ''",
    "Ada, '\"north\"', true, lat",
    "Ada, 52.5, '\"perhaps\"', available"
  })
  void what_makes_no_sense_is_told_with_its_field(
      String name, String lat, String available, String field) {
    Rest.Answer answer = rest.put(path(), body(name, lat, available));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("/errors/0/field")).isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource({
    "/drivers/none, driver-unknown",
    "/trips/none, trip-unknown",
    "/content/none, content-unknown"
  })
  void what_is_not_there_is_not_found(String path, String code) {
    Rest.Answer answer = rest.get("/api/v1" + path);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("/code")).isEqualTo(code);
  }

  @Test
  void a_trip_that_is_not_there_neither_starts_nor_ends() {
    assertThat(rest.post("/api/v1/trips/none/start", "").text("/code")).isEqualTo("trip-unknown");
    assertThat(rest.post("/api/v1/trips/none/complete", "").status()).isEqualTo(404);
    assertThat(rest.post("/api/v1/trips/no%20id/start", "").status()).isEqualTo(400);
    assertThat(rest.get("/api/v1/trips?status=LOST").text("/errors/0/field")).isEqualTo("status");
    assertThat(rest.get("/api/v1/content?status=LOST").status()).isEqualTo(400);
  }

  private Rest.Answer put(String name, String lat, String available) {
    return rest.put(path(), body(name, lat, available));
  }

  private Rest.Answer get(Rest.Answer after) {
    return rest.with("Skald-Min-Position", after.at("/position").asLong()).get(path());
  }

  private String path() {
    return "/api/v1/drivers/" + driver;
  }

  private String body(String name, String lat, String available) {
    return """
    {"name":"%s","vehicleType":"%s","lat":%s,"lon":13.4,"available":%s}
    """
        .formatted(name, vehicle, lat, available);
  }
}
