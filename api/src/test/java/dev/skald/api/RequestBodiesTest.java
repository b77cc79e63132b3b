package dev.skald.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.skald.api.InvalidRequest.FieldError;
import dev.skald.domain.Money;
import dev.skald.domain.accounts.AccountId;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.workflows.orderprocessing.OrderProcessing;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class RequestBodiesTest {

  private static final JsonMapper JSON = EventTypeRegistry.jsonMapper();

  private final RequestBodies bodies = new RequestBodies(JSON);

  record Order(AccountId customer, List<Item> items, Money limit, @Nullable String note) {}

  record Item(String sku, int quantity) {
    Item {
      if (quantity < 1) {
        throw new IllegalArgumentException("quantity %d must be at least 1".formatted(quantity));
      }
    }
  }

  @Test
  void a_body_is_read_into_its_record() {
    Order order =
        read(
            """
            {"customer":"c-1","items":[{"sku":"s","quantity":2}],
             "limit":{"amount":"9.50","currency":"EUR"}}
            """,
            Order.class);

    assertThat(order)
        .isEqualTo(
            new Order(
                new AccountId("c-1"), List.of(new Item("s", 2)), Money.of("9.5", "EUR"), null));
  }

  @Test
  void there_is_an_end_to_the_mistakes_that_are_told() {
    List<FieldError> errors =
        errors(
            """
            {"customer":"c-1","items":[%s 1],"limit":{"amount":"9.50","currency":"EUR"}}
            """
                .formatted("1,".repeat(100_000)));

    assertThat(errors).hasSize(100);
    assertThat(errors.getLast().field()).isEqualTo("items[99]");
  }

  @Test
  void all_mistakes_are_told_with_where_they_are() {
    List<FieldError> errors =
        errors(
            """
            {"customer":"c 1","items":[{"sku":"s","quantity":0},{"sku":7,"quantity":"x"}],
             "limit":{"amount":9.5,"currency":"EURO"},"colour":"red"}
            """);

    assertThat(errors)
        .extracting(FieldError::field)
        .containsExactlyInAnyOrder(
            "customer",
            "items[0]",
            "items[1].sku",
            "items[1].quantity",
            "limit.amount",
            "limit.currency",
            "colour");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "null", "1e3", "1e50000000", "1e2000000000", "1E2147483647", "--1", ".5"})
  void an_amount_is_written_out(String amount) {
    List<FieldError> errors =
        assertTimeoutPreemptively(
            Duration.ofSeconds(1),
            () ->
                errors(
                    """
                    {"customer":"c-1","items":[],"limit":{"amount":"%s","currency":"EUR"}}
                    """
                        .formatted(amount)));

    assertThat(errors).extracting(FieldError::field).containsExactly("limit.amount");
    assertThat(errors.getFirst().message()).hasSizeLessThan(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          12.5 | is 12.5, a number: write it as a string, such as "12.50"
          12 | is 12, a number: write it as a string, such as "12.50"
          true | is true, and must be a decimal in a string, such as "12.50"
          "1.25E1" | is "1.25E1", and must be written out with digits and a point, such as "12.50"; at most 30 digits before the point and 30 behind it
          "1,5" | is "1,5", and must be written out with digits and a point, such as "12.50"; at most 30 digits before the point and 30 behind it
          """)
  void of_an_amount_is_told_what_it_is_and_what_would_be_right(String amount, String message) {
    assertThat(
            errors(
                "{\"customer\":\"c-1\",\"items\":[],\"limit\":{\"amount\":%s,\"currency\":\"EUR\"}}"
                    .formatted(amount)))
        .containsExactly(new FieldError("limit.amount", message));
  }

  @Test
  void of_a_very_long_amount_only_the_beginning_is_told() {
    assertThat(
            errors(
                    "{\"customer\":\"c-1\",\"items\":[],\"limit\":{\"amount\":\"%s\",\"currency\":\"EUR\"}}"
                        .formatted("1".repeat(100_000)))
                .getFirst()
                .message())
        .startsWith("is \"1111")
        .contains("…, and must be written out")
        .hasSizeLessThan(220);
  }

  record Spot(double lat, boolean open) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"lat\":\"52.5\",\"open\":\"true\"}",
        "{\"lat\":\"NaN\",\"open\":1}",
        "{\"lat\":true,\"open\":\"\"}"
      })
  void a_number_and_a_yes_or_no_are_written_without_quotes(String text) {
    InvalidRequest wrong = catchThrowableOfType(InvalidRequest.class, () -> read(text, Spot.class));

    assertThat(wrong.errors())
        .containsExactly(
            new FieldError("lat", "must be a number"),
            new FieldError("open", "must be true or false"));
    assertThat(read("{\"lat\":52,\"open\":false}", Spot.class)).isEqualTo(new Spot(52, false));
  }

  @Test
  void an_empty_currency_is_told() {
    assertThat(
            errors(
                """
                {"customer":"c-1","items":[],"limit":{"amount":"1.00","currency":""}}
                """))
        .extracting(FieldError::field)
        .containsExactly("limit.currency");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u0000", "\\ud83d", "x\\ude00y"})
  void what_cannot_be_kept_is_told_wherever_it_stands(String odd) {
    List<FieldError> errors =
        errors(
            """
            {"customer":"%s","items":[{"sku":"%s","quantity":1}],
             "limit":{"amount":"9.50","currency":"EUR"},"note":"%s","%s":1}
            """
                .formatted(odd, odd, odd, odd));

    assertThat(errors)
        .extracting(FieldError::field)
        .containsExactlyInAnyOrder("customer", "items[0].sku", "note", "");
  }

  @Test
  void of_many_texts_that_cannot_be_kept_a_few_are_told_and_in_few_words() {
    String name = "n".repeat(40_000);
    String odd = "\"\\u0000\",".repeat(50_000) + "1";
    List<FieldError> errors =
        errors("{\"%s\":{\"%s\":{\"%s\":[%s]}}}".formatted(name, name, name, odd));

    assertThat(errors).hasSizeLessThan(20);
    assertThat(errors.getFirst().field()).hasSizeLessThan(400).endsWith("[0]");
  }

  record Round(@Nullable Integer number) {}

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "\"1\"", "true", "3000000000", "1e0"})
  void nor_is_one_that_may_be_missing(String number) {
    String body = "{\"number\":%s}".formatted(number);

    assertThat(catchThrowableOfType(InvalidRequest.class, () -> read(body, Round.class)).errors())
        .containsExactly(new FieldError("number", "must be a whole number"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "\"1\"", "true", "3000000000", "1e0"})
  void a_whole_number_is_nothing_else(String quantity) {
    List<FieldError> errors =
        errors(
            """
            {"customer":"c-1","items":[{"sku":"s","quantity":%s}],
             "limit":{"amount":"9.50","currency":"EUR"}}
            """
                .formatted(quantity));

    assertThat(errors)
        .containsExactly(new FieldError("items[0].quantity", "must be a whole number"));
  }

  @Test
  void an_orders_mistakes_are_told_where_they_are() {
    String body =
        """
        {"orderId":"o 1","customerId":"c-1","items":[{"sku":"s","quantity":0}],
         "payment":{"token":" "},
         "shipTo":{"name":"Ada","street":"Main Street 1","city":"Bremen","country":"Germany"}}
        """;

    assertThat(
            catchThrowableOfType(InvalidRequest.class, () -> read(body, OrderProcessing.class))
                .errors())
        .extracting(FieldError::field)
        .containsExactlyInAnyOrder("orderId", "items[0]", "payment", "shipTo");
  }

  @Test
  void what_is_missing_is_named_and_what_may_be_missing_is_not() {
    assertThat(errors("{}"))
        .extracting(FieldError::field)
        .containsExactly("customer", "items", "limit");
  }

  @Test
  void what_is_no_object_is_told_as_such() {
    assertThat(errors("[]"))
        .singleElement()
        .extracting(FieldError::message)
        .isEqualTo("must be an object");
    assertThat(errors("null")).hasSize(1);
  }

  private List<FieldError> errors(String body) {
    return catchThrowableOfType(InvalidRequest.class, () -> read(body, Order.class)).errors();
  }

  private <R extends Record> R read(String body, Class<R> type) {
    return bodies.read(JSON.readTree(body), type);
  }
}
