package dev.skald.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A hundred requests of each saga at the same moment. Every tenth asks for something that is
 * refused; all end as they asked for, and none for another reason.
 */
class HundredAtOnceTest {

  private static final int HUNDRED = 100;

  private static RunningSkald skald;
  private static Rest rest;

  @BeforeAll
  static void start() {
    skald =
        RunningSkald.start(
            Map.of(
                "skald.rehearsal.enabled", "true",
                "skald.transcoding.segments", "4",
                "skald.transcoding.segment-time", "10ms"));
    rest = skald.rest();
  }

  @AfterAll
  static void stop() {
    skald.close();
  }

  @Test
  void transfers() throws Exception {
    List<String> accounts = IntStream.range(0, 10).mapToObj(_ -> openAccount()).toList();

    List<Ending> endings =
        atOnce(
            "account-transfer",
            i ->
                """
                {"sourceAccountId":"%s","targetAccountId":"%s",
                 "amount":{"amount":"%s","currency":"EUR"}}
                """
                    .formatted(
                        accounts.get(i % 10),
                        accounts.get((i * 3 + 1) % 10),
                        isRefused(i) ? "5000.00" : "1.00"));

    assertThat(endings).isEqualTo(asAsked("insufficient-funds"));
  }

  @Test
  void orders() throws Exception {
    rest.put(
        "/api/v1/products/hundred",
        """
        {"name":"A book","price":{"amount":"12.50","currency":"EUR"},"onHand":1000}
        """);

    List<Ending> endings =
        atOnce(
            "order-processing",
            i ->
                """
                {"customerId":"c-%d","items":[{"sku":"hundred","quantity":1}],
                 "payment":{"token":"%s"},"shipTo":{"name":"Ada","street":"Main Street 1",
                 "city":"Bremen","country":"DE"}}
                """
                    .formatted(i, isRefused(i) ? "declined-x" : "card-x"));

    assertThat(endings).isEqualTo(asAsked("payment-declined"));
  }

  @Test
  void rides() throws Exception {
    IntStream.range(0, HUNDRED)
        .parallel()
        .forEach(
            i ->
                rest.put(
                    "/api/v1/drivers/hundred-" + i,
                    """
                    {"name":"Ada","vehicleType":"standard","lat":52.5,"lon":13.4,"available":true}
                    """));

    List<Ending> endings =
        atOnce(
            "ride-booking",
            i ->
                """
                {"passengerId":"p-%d","pickup":{"name":"%s","lat":52.5,"lon":13.4},
                 "destination":{"name":"Airport","lat":52.6,"lon":13.5},"vehicleType":"standard",
                 "payment":{"token":"card-x"}}
                """
                    .formatted(i, isRefused(i) ? "nowhere" : "Station"));

    assertThat(endings).isEqualTo(asAsked("no-driver"));
  }

  /**
   * Refused is what is there already. Branches that are called off are tried elsewhere: the
   * in-process server loses a run where an activity ends in the moment in which it is cancelled.
   */
  @Test
  void contents() throws Exception {
    assertThat(ending("content-processing", HUNDRED, film("taken")).status())
        .isEqualTo("COMPLETED");

    List<Ending> endings =
        atOnce("content-processing", i -> film(isRefused(i) ? "taken" : "film-" + i));

    assertThat(endings).isEqualTo(asAsked("content-exists"));
  }

  private static String film(String id) {
    return """
    {"contentId":"%s","title":"A film","sourceUrl":"https://example.org/film.mp4",
     "profiles":["480p"]}
    """
        .formatted(id);
  }

  /** How a saga ended. */
  private record Ending(String status, @Nullable String reason) {}

  private interface Request {
    String of(int i);
  }

  private static boolean isRefused(int i) {
    return i % 10 == 0;
  }

  private static List<Ending> asAsked(String reason) {
    return IntStream.range(0, HUNDRED)
        .mapToObj(
            i -> isRefused(i) ? new Ending("COMPENSATED", reason) : new Ending("COMPLETED", null))
        .toList();
  }

  private static List<Ending> atOnce(String type, Request request) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Ending>> endings =
          IntStream.range(0, HUNDRED)
              .mapToObj(i -> threads.submit(() -> ending(type, i, request.of(i))))
              .toList();
      List<Ending> all = new ArrayList<>();
      for (Future<Ending> ending : endings) {
        all.add(ending.get());
      }
      return all;
    }
  }

  private static Ending ending(String type, int i, String request) {
    Rest.Answer saga =
        rest.with("Idempotency-Key", "hundred-" + i)
            .with("Prefer", "wait=60")
            .post("/api/v1/sagas/" + type, request);
    return new Ending(
        Objects.requireNonNullElse(saga.text("/status"), saga.body().toString()),
        saga.at("/failure/code").stringValueOpt().orElse(null));
  }

  private static String openAccount() {
    return rest.post(
            "/api/v1/accounts",
            """
            {"owner":"someone","openingBalance":{"amount":"100.00","currency":"EUR"}}
            """)
        .text("/accountId");
  }
}
