package dev.skald.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.domain.accounts.AccountEvent;
import dev.skald.domain.accounts.AccountEvent.AccountFrozen;
import dev.skald.domain.sagas.SagaEvent.EventReceived;
import dev.skald.eventstore.Append;
import dev.skald.eventstore.CommandId;
import dev.skald.eventstore.Expected;
import dev.skald.eventstore.Fingerprint;
import dev.skald.eventstore.Metadata;
import dev.skald.eventstore.PostgresEventStore;
import dev.skald.eventstore.StreamId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Requests of clients that say something else about them than most do. */
class RequestsOverRestTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final long FAR = 999_999_999_999L;

  private static RunningSkald skald;
  private static Rest rest;

  @BeforeAll
  static void start() {
    skald = RunningSkald.start(Map.of());
    rest = skald.rest();
  }

  @AfterAll
  static void stop() {
    skald.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "application/xml", "application/yaml", "garbage", "*/*;q=0"})
  void what_was_done_is_answered_in_json_whatever_a_client_would_rather_have(String accepted) {
    Rest other = rest.with("Accept", accepted);

    Rest.Answer done = other.post("/api/v1/accounts", account("Alice"));
    Rest.Answer unknown = other.get("/api/v1/accounts/nobody");

    assertThat(done.status()).as(done.body().toString()).isEqualTo(201);
    assertThat(done.at("/version").asLong()).isEqualTo(1);
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.text("/code")).isEqualTo("account-unknown");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/vnd.api+json", "application/problem+json"})
  void a_body_is_checked_whatever_kind_of_json_it_is_said_to_be(String type) {
    Rest other = rest.with("Content-Type", type);

    assertThat(other.post("/api/v1/accounts", account("Alice")).status()).isEqualTo(201);
    Rest.Answer noText = other.post("/api/v1/accounts", account("A\\u0000"));
    assertThat(noText.text("/errors/0/field")).isEqualTo("owner");
    String half =
        """
        {"name":"Lamp","price":{"amount":"1.00","currency":"EUR"},"onHand":1.5,"color":"red"}
        """;
    assertThat(other.put("/api/v1/products/lamp", half).at("/errors"))
        .extracting(error -> error.get("field").asString())
        .containsExactlyInAnyOrder("onHand", "color");
  }

  @ParameterizedTest
  @CsvSource({"application/yaml, owner: x", "*/*, {}", "application/*, {}"})
  void a_body_of_another_kind_is_not_taken(String type, String body) {
    Rest other = rest.with("Content-Type", type).with("Idempotency-Key", "k");

    for (String path : new String[] {"/api/v1/accounts", "/api/v1/sagas/account-transfer"}) {
      Rest.Answer answer = other.post(path, body);
      assertThat(answer.status()).as(answer.body().toString()).isEqualTo(415);
      assertThat(answer.text("/code")).isEqualTo("unsupported-media-type");
    }
  }

  @Test
  void who_has_listened_to_another_log_is_shown_this_one_from_where_it_is() {
    String id = UUID.randomUUID().toString();
    rest.post("/api/v1/accounts", account(id, "Alice"));

    EventStream account = EventStream.open(rest.url("/api/v1/accounts/" + id + "/live"), FAR);
    EventStream transfers = EventStream.open(rest.url("/api/v1/transfers/live"), FAR);

    await().atMost(SOON).until(() -> account.data().size() == 1);
    await().atMost(SOON).until(() -> transfers.ids().size() == 1);
    assertThat(transfers.ids().getFirst()).isLessThan(FAR);
    account.leave();
    transfers.leave();
  }

  /** An append under way holds up the end of the log, but not what others append to streams. */
  @Test
  void who_has_seen_what_lies_beyond_an_append_under_way_goes_on_from_there() throws SQLException {
    String id = UUID.randomUUID().toString();
    try (Connection other = skald.bean(DataSource.class).getConnection()) {
      other.setAutoCommit(false);
      skald.bean(PostgresEventStore.class).append(something(), other);
      long seen = rest.post("/api/v1/accounts", account(id, "Alice")).at("/position").asLong();
      deposit(id);
      deposit(id);

      EventStream account = EventStream.open(rest.url("/api/v1/accounts/" + id + "/live"), seen);

      await().atMost(SOON).until(() -> account.data().size() == 2);
      account.leave();
      other.rollback();
    }
  }

  @Test
  void a_page_of_a_stream_holds_fewer_events_where_they_are_large() {
    StreamId large = StreamId.of("large", UUID.randomUUID().toString());
    for (int i = 0; i < 3; i++) {
      append(large, new EventReceived("large", Map.of("text", "x".repeat(4 << 20))));
    }

    Rest.Answer first = rest.get("/api/v1/streams/" + large);
    Rest.Answer second = rest.get("/api/v1/streams/" + large + "?from=" + first.text("/next"));

    assertThat(first.at("/items")).hasSize(1);
    assertThat(first.at("/next").asLong()).isEqualTo(2);
    assertThat(second.at("/items/0/version").asLong()).isEqualTo(2);
    assertThat(rest.get("/api/v1/streams/" + large + "?from=3").at("/next").isNumber()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          respond-async, wait=99999     | wait=99999
          wait=99999999999999999999     | wait=99999999999999999999
          wait=-5                       | wait=-5
          Wait = abc ; x=1              | wait=abc
          wait                          | wait=
          """)
  void a_wish_to_wait_for_anything_but_some_seconds_is_told_with_its_length(
      String prefer, String told) {
    Rest.Answer answer = transfer(prefer);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("/errors/0/field")).isEqualTo("Prefer");
    assertThat(answer.text("/errors/0/message"))
        .isEqualTo(told + " must be seconds, from 0 to 60, such as wait=10");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nowait=99999", "handling=lenient", "respond-async, wait=0", ""})
  void other_wishes_are_not_for_us(String prefer) {
    assertThat(transfer(prefer).status()).isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/acounts", "/api/v1/accounts/", "/api/v2/sagas"})
  void a_path_that_there_is_not_is_told_where_those_are_that_there_are(String path) {
    for (Rest.Answer answer : List.of(rest.get(path + "?x=1"), rest.post(path, "{}"))) {
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.text("/code")).isEqualTo("not-found");
      assertThat(answer.text("/instance")).isEqualTo(path);
      assertThat(answer.text("/detail")).contains("/api/v1", "/swagger-ui/index.html");
    }
  }

  @Test
  void the_description_of_the_api_describes_what_is_sent_and_answered() {
    JsonNode api = rest.get("/v3/api-docs").body();

    assertThat(property(api, "Registration", "vehicleType").at("/type").asString())
        .isEqualTo("string");
    assertThat(property(api, "ContentView", "profiles").at("/items/type").asString())
        .isEqualTo("string");
    assertThat(property(api, "EventResponse", "data").at("/type").asString())
        .isNotEqualTo("string");
    assertThat(api.at("/components/schemas/SagaFailure/properties").propertyNames())
        .contains("step");
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/accounts, post",
    "/api/v1/accounts/{id}/deposits, post",
    "/api/v1/products/{sku}, put",
    "/api/v1/drivers/{id}, put",
    "/api/v1/trips/{id}/complete, post"
  })
  void the_description_of_the_api_tells_what_makes_a_request_happen_once(String path, String call) {
    JsonNode parameters =
        rest.get("/v3/api-docs").body().get("paths").get(path).get(call).path("parameters");

    assertThat(parameters)
        .extracting(parameter -> parameter.get("name").asString())
        .contains("Idempotency-Key");
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/sagas/{type}, post, 202 400 404 413 415 422 503",
    "/api/v1/sagas/{sagaId}/events, post, 202 400 404 409 413 415 422 503",
    "/api/v1/sagas/{sagaId}/steps/{step}/retry, post, 202 400 404 409 413 415 503",
    "/api/v1/sagas/{sagaId}, get, 200 400 404 503",
    "/api/v1/sagas/{sagaId}/undo-plan, get, 200 400 404 409 503",
    "/api/v1/sagas, get, 200 400 503",
    "/api/v1/saga-types/{type}, get, 200 400 404",
    "/api/v1/accounts, post, 201 400 409 413 415 422 503",
    "/api/v1/products/{sku}, put, 200 400 409 413 415 422 503"
  })
  void the_description_of_the_api_tells_what_may_go_wrong(
      String path, String call, String statuses) {
    JsonNode api = rest.get("/v3/api-docs").body();

    JsonNode answers = api.get("paths").get(path).get(call).get("responses");

    assertThat(answers.propertyNames()).contains(statuses.split(" "));
    assertThat(answers.propertyNames())
        .filteredOn(status -> status.startsWith("4") || status.startsWith("5"))
        .hasSize((int) Stream.of(statuses.split(" ")).filter(s -> s.compareTo("4") > 0).count());
    String ref = answers.at("/400/$ref").asString();
    String schema =
        api.at(ref.substring(1)).at("/content/application~1problem+json/schema/$ref").asString();
    assertThat(api.at(schema.substring(1)).get("properties").propertyNames())
        .contains("status", "detail", "code", "errors");
  }

  private static JsonNode property(JsonNode api, String schema, String name) {
    return api.at("/components/schemas/%s/properties/%s".formatted(schema, name));
  }

  private static Rest.Answer transfer(String prefer) {
    return rest.with("Prefer", prefer)
        .with("Idempotency-Key", UUID.randomUUID())
        .post(
            "/api/v1/sagas/account-transfer",
            """
            {"sourceAccountId":"a","targetAccountId":"b","amount":{"amount":"1","currency":"EUR"}}
            """);
  }

  private static Append something() {
    return to(
        StreamId.of(AccountEvent.CATEGORY, UUID.randomUUID().toString()),
        new AccountFrozen("audit"));
  }

  private static void append(StreamId stream, Record event) {
    skald.bean(PostgresEventStore.class).append(to(stream, event));
  }

  private static Append to(StreamId stream, Record event) {
    return Append.of(
            new CommandId("test/" + UUID.randomUUID()), Fingerprint.of("something"), Metadata.EMPTY)
        .to(stream, Expected.any(), List.of(event));
  }

  private static void deposit(String id) {
    rest.post(
        "/api/v1/accounts/%s/deposits".formatted(id),
        """
        {"amount":{"amount":"1.00","currency":"EUR"}}
        """);
  }

  private static String account(String owner) {
    return account(UUID.randomUUID().toString(), owner);
  }

  private static String account(String id, String owner) {
    return """
        {"accountId":"%s","owner":"%s","openingBalance":{"amount":"1.00","currency":"EUR"}}
        """
        .formatted(id, owner);
  }
}
