package dev.skald.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.eventstore.Append;
import dev.skald.eventstore.CommandId;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.EventTypeRegistry.EventType;
import dev.skald.eventstore.Expected;
import dev.skald.eventstore.Fingerprint;
import dev.skald.eventstore.Metadata;
import dev.skald.eventstore.PostgresEventStore;
import dev.skald.eventstore.StreamId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products are offered and read; what goes with orders is not there before there are orders. */
class ProductsOverRestTest {

  private static RunningSkald skald;
  private static Rest rest;

  private final String sku = "book-" + UUID.randomUUID();

  @BeforeAll
  static void start() {
    skald = RunningSkald.start(Map.of());
    rest = skald.rest();
    // The tables of read models are made while the program starts.
    await().until(() -> rest.get("/api/v1/products/none").status() == 404);
    await().until(() -> rest.get("/api/v1/orders/none").status() == 404);
    await().until(() -> rest.get("/api/v1/payments/none").status() == 404);
    await().until(() -> rest.get("/api/v1/shipments/none").status() == 404);
  }

  @AfterAll
  static void stop() {
    skald.close();
  }

  @Test
  void a_product_is_offered_and_changed_and_shows_what_is_available() {
    Rest.Answer first = put("A book", "12.50", 5);
    assertThat(first.status()).isEqualTo(200);
    assertThat(get(first).text("/price/amount")).isEqualTo("12.50");

    Rest.Answer second = put("The book", "13.00", 7);

    Rest.Answer product = get(second);
    assertThat(product.text("/sku")).isEqualTo(sku);
    assertThat(product.text("/name")).isEqualTo("The book");
    assertThat(product.text("/price/amount")).isEqualTo("13.00");
    assertThat(product.at("/onHand").asLong()).isEqualTo(7);
    assertThat(product.at("/reserved").asLong()).isZero();
    assertThat(product.at("/available").asLong()).isEqualTo(7);
    assertThat(rest.get("/api/v1/products?limit=500").at("/items"))
        .anySatisfy(item -> assertThat(item.get("sku").asString()).isEqualTo(sku));
  }

  @Test
  void the_same_again_changes_nothing_and_a_key_used_for_another_is_refused() {
    Rest.Answer first = put("A book", "12.50", 5);
    assertThat(put("A book", "12.50", 5).at("/version")).isEqualTo(first.at("/version"));

    Rest keyed = rest.with("Idempotency-Key", "k");
    assertThat(keyed.put(path(), body("A book", "12.50", "6")).status()).isEqualTo(200);
    assertThat(keyed.put(path(), body("A book", "12.50", "7")).text("/code"))
        .isEqualTo("idempotency-key-reused");
  }

  record ProductRetired() {}

  @Test
  void what_a_newer_build_has_written_only_a_newer_build_decides_on() {
    put("A book", "12.50", 5);
    EventTypeRegistry newer =
        new EventTypeRegistry(List.of(new EventType("ProductRetired", 1, ProductRetired.class)));
    try (var store = new PostgresEventStore(skald.bean(DataSource.class), newer)) {
      CommandId id = new CommandId("retire/" + sku);
      store.append(
          Append.of(id, Fingerprint.of(sku), Metadata.EMPTY)
              .to(StreamId.of("product", sku), Expected.any(), List.of(new ProductRetired())));
    }

    Rest.Answer refused = put("The book", "13.00", 7);

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.text("/code")).isEqualTo("newer-build-needed");
    assertThat(refused.text("/detail"))
        .contains("knows no event 'ProductRetired', which is product-%s version 3".formatted(sku));
    assertThat(refused.headers()).containsKey("retry-after");
  }

  @Test
  void a_product_that_has_not_changed_is_not_sent_again() {
    Rest.Answer put = put("A book", "12.50", 5);
    String tag = get(put).headers().getOrDefault("etag", "none");

    assertThat(rest.with("If-None-Match", tag).get(path()).status()).isEqualTo(304);
    Rest.Answer changed = put("A book", "12.50", 6);
    assertThat(
            rest.with("If-None-Match", tag)
                .with("Skald-Min-Position", changed.at("/position").asLong())
                .get(path())
                .status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "A book, 0.00, 5, price",
    "A book, 100000000.00, 5, price",
    "A book, 12.505, 5, price",
    "A book, 12.50, -1, onHand",
    "' ', 12.50, 5, ''",
    "A book, 12.50, many, onHand"
  })
  void what_makes_no_sense_is_told_with_its_field(
      String name, String price, String onHand, String field) {
    String number = onHand.matches("-?\\d+") ? onHand : "\"" + onHand + "\"";
    Rest.Answer answer = rest.put(path(), body(name, price, number));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.at("/errors/0/field").asString()).isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource({
    "/products/none, product-unknown",
    "/orders/none, order-unknown",
    "/payments/none, payment-unknown",
    "/shipments/none, shipment-unknown"
  })
  void what_is_not_there_is_not_found(String path, String code) {
    Rest.Answer answer = rest.get("/api/v1" + path);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("/code")).isEqualTo(code);
  }

  @Test
  void one_who_never_bought_anything_has_no_points_and_no_orders() {
    assertThat(rest.get("/api/v1/customers/nobody/points").at("/points").asLong()).isZero();
    assertThat(rest.get("/api/v1/orders?customerId=nobody&status=SHIPPED").at("/items")).isEmpty();
    assertThat(rest.get("/api/v1/orders?status=LOST").status()).isEqualTo(400);
  }

  private Rest.Answer put(String name, String price, long onHand) {
    return rest.put(path(), body(name, price, Long.toString(onHand)));
  }

  private Rest.Answer get(Rest.Answer after) {
    return rest.with("Skald-Min-Position", after.at("/position").asLong()).get(path());
  }

  private String path() {
    return "/api/v1/products/" + sku;
  }

  private static String body(String name, String price, String onHand) {
    return """
    {"name":"%s","price":{"amount":"%s","currency":"EUR"},"onHand":%s}
    """
        .formatted(name, price, onHand);
  }
}
