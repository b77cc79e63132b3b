package dev.skald.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Orders from a request to the read models, on each way that one can take. */
class OrderProcessingTest {

  private static RunningSkald skald;
  private static Rest rest;

  private final String sku = "book-" + UUID.randomUUID();
  private final String customer = "c-" + UUID.randomUUID();

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
  void an_order_is_reserved_paid_shipped_and_confirmed() {
    offer(5);

    Rest.Answer saga = order("tok", "DE", 2);

    assertThat(saga.text("/status")).isEqualTo("COMPLETED");
    Rest.Answer order = read(saga, "/orders/" + id(saga));
    assertThat(order.text("/status")).isEqualTo("SHIPPED");
    assertThat(order.text("/total/amount")).isEqualTo("25.00");
    assertThat(order.text("/sagaId")).isEqualTo(saga.text("/sagaId"));
    assertThat(story(order))
        .containsExactly(
            "VALIDATED",
            "STOCK_RESERVED",
            "PAYMENT_TAKEN",
            "POINTS_AWARDED",
            "SHIPPED",
            "CUSTOMER_TOLD");
    assertThat(available(saga)).isEqualTo(3);
    assertThat(points(saga)).isEqualTo(25);
    assertThat(read(saga, "/orders?status=SHIPPED&customerId=" + customer).at("/items")).hasSize(1);
  }

  @Test
  void an_order_that_cannot_be_paid_is_cancelled_and_its_customer_told() {
    offer(5);

    Rest.Answer saga = order("declined-tok", "DE", 2);

    assertThat(saga.text("/status")).isEqualTo("COMPENSATED");
    assertThat(saga.text("/failure/code")).isEqualTo("payment-declined");
    Rest.Answer order = read(saga, "/orders/" + id(saga));
    assertThat(order.text("/status")).isEqualTo("CANCELLED");
    assertThat(story(order))
        .containsExactlyInAnyOrder(
            "VALIDATED", "STOCK_RESERVED", "STOCK_RELEASED", "CANCELLED", "CUSTOMER_TOLD");
    assertThat(available(saga)).isEqualTo(5);
  }

  @Test
  void an_order_to_nowhere_gets_everything_back() {
    offer(5);

    Rest.Answer saga = order("tok", "ZZ", 2);

    assertThat(saga.text("/status")).isEqualTo("COMPENSATED");
    assertThat(saga.text("/failure/code")).isEqualTo("country-not-served");
    assertThat(story(read(saga, "/orders/" + id(saga))).subList(4, 8))
        .containsExactly("POINTS_REVOKED", "PAYMENT_REFUNDED", "STOCK_RELEASED", "CANCELLED");
    assertThat(available(saga)).isEqualTo(5);
    assertThat(points(saga)).isZero();
  }

  @Test
  void a_payment_that_fails_twice_works_in_the_end_and_is_taken_once() {
    offer(5);

    Rest.Answer saga = order("flaky-2-tok", "DE", 1);

    assertThat(saga.text("/status")).isEqualTo("COMPLETED");
    assertThat(story(read(saga, "/orders/" + id(saga)))).containsOnlyOnce("PAYMENT_TAKEN");
    assertThat(saga.at("/steps/2/attempts").asInt()).isEqualTo(3);
  }

  @Test
  void what_is_not_there_and_what_is_unknown_is_refused_with_its_reason() {
    offer(1);

    assertThat(order("tok", "DE", 2).text("/failure/code")).isEqualTo("out-of-stock");
    Rest.Answer unknown = order("nothing-" + sku, "tok", "DE", 1);
    assertThat(unknown.text("/failure/code")).isEqualTo("product-unknown");
    assertThat(unknown.text("/status")).isEqualTo("COMPENSATED");
  }

  @Test
  void orders_at_the_same_time_get_what_there_is_and_no_more() {
    offer(5);

    List<Rest.Answer> sagas =
        IntStream.range(0, 12).parallel().mapToObj(_ -> order("tok", "DE", 1)).toList();

    assertThat(sagas).filteredOn(saga -> saga.text("/status").equals("COMPLETED")).hasSize(5);
    assertThat(sagas)
        .filteredOn(saga -> saga.text("/status").equals("COMPENSATED"))
        .hasSize(7)
        .allSatisfy(saga -> assertThat(saga.text("/failure/code")).isEqualTo("out-of-stock"));
    Rest.Answer last =
        sagas.stream()
            .max((a, b) -> Long.compare(a.at("/position").asLong(), b.at("/position").asLong()))
            .orElseThrow();
    assertThat(available(last)).isZero();
    assertThat(points(last)).isEqualTo(5 * 12);
  }

  private void offer(long onHand) {
    Rest.Answer answer =
        rest.put(
            "/api/v1/products/" + sku,
            """
            {"name":"A book","price":{"amount":"12.50","currency":"EUR"},"onHand":%d}
            """
                .formatted(onHand));
    assertThat(answer.status()).isEqualTo(200);
  }

  private Rest.Answer order(String token, String country, int quantity) {
    return order(sku, token, country, quantity);
  }

  private Rest.Answer order(String product, String token, String country, int quantity) {
    return rest.with("Idempotency-Key", UUID.randomUUID())
        .with("Prefer", "wait=30")
        .post(
            "/api/v1/sagas/order-processing",
            """
            {"customerId":"%s","items":[{"sku":"%s","quantity":%d}],"payment":{"token":"%s"},
             "shipTo":{"name":"Ada","street":"Main Street 1","city":"Bremen","country":"%s"}}
            """
                .formatted(customer, product, quantity, token, country));
  }

  private static String id(Rest.Answer saga) {
    return saga.text("/businessKey");
  }

  private static Rest.Answer read(Rest.Answer saga, String path) {
    return rest.with("Skald-Min-Position", saga.at("/position").asLong()).get("/api/v1" + path);
  }

  private static List<String> story(Rest.Answer order) {
    return order.at("/story").valueStream().map(one -> one.get("what").asString()).toList();
  }

  private long available(Rest.Answer saga) {
    return read(saga, "/products/" + sku).at("/available").asLong();
  }

  private long points(Rest.Answer saga) {
    return read(saga, "/customers/" + customer + "/points").at("/points").asLong();
  }
}
