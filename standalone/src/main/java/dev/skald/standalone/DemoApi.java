package dev.skald.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The REST calls of the demo, as anybody could make them with `curl`. */
final class DemoApi implements AutoCloseable {

  /** An answer that is not the one that was expected. */
  static final class Unexpected extends RuntimeException {
    Unexpected(String message) {
      super(message);
    }
  }

  private final String url;
  private final JsonMapper json = new JsonMapper();
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  DemoApi(String url) {
    this.url = url;
  }

  String openAccount(String owner, String balance) {
    return post(
            201,
            "/accounts",
            Map.of("owner", owner, "openingBalance", euros(balance)),
            Map.of("Idempotency-Key", key()))
        .get("accountId")
        .asString("");
  }

  void freeze(String account) {
    post(200, "/accounts/%s/freeze".formatted(account), Map.of("reason", "demo"), Map.of());
  }

  /** Starts a transfer and waits until it has ended; the saga as the API shows it. */
  JsonNode transfer(String source, String target, String amount) {
    Map<String, Object> request =
        Map.of(
            "sourceAccountId",
            source,
            "targetAccountId",
            target,
            "amount",
            euros(amount),
            "reference",
            "demo");
    return post(
        200,
        "/sagas/account-transfer",
        request,
        Map.of("Idempotency-Key", key(), "Prefer", "wait=30"));
  }

  /** The balance as of a position of the log, so that it is never one from before. */
  String balance(String account, JsonNode asOf) {
    HttpRequest request =
        to("/accounts/" + account)
            .header("Skald-Min-Position", asOf.get("position").asString(""))
            .GET()
            .build();
    return send(200, request).at("/balance/amount").asString("");
  }

  private JsonNode post(int expected, String path, Object body, Map<String, String> headers) {
    HttpRequest.Builder request =
        to(path)
            .header("Content-Type", "application/json")
            .header("Skald-Actor", "demo")
            .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)));
    headers.forEach(request::header);
    return send(expected, request.build());
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(url + "/api/v1" + path))
        .timeout(Duration.ofSeconds(60));
  }

  private JsonNode send(int expected, HttpRequest request) {
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != expected) {
        throw new Unexpected(
            "%s %s answered %d instead of %d: %s"
                .formatted(
                    request.method(), request.uri(), answer.statusCode(), expected, answer.body()));
      }
      return json.readTree(answer.body());
    } catch (IOException e) {
      throw new Unexpected("%s does not answer (%s); is `./skald up` running?".formatted(url, e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unexpected("interrupted");
    }
  }

  private static Map<String, String> euros(String amount) {
    return Map.of("amount", amount, "currency", "EUR");
  }

  private static String key() {
    return "demo-" + Long.toString(System.nanoTime(), 36) + "-" + ProcessHandle.current().pid();
  }

  @Override
  public void close() {
    client.close();
  }
}
