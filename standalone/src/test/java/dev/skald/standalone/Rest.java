package dev.skald.standalone;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Talks to the API as its callers do: over HTTP, in JSON. */
final class Rest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final String base;
  private final Map<String, String> headers;

  Rest(int port) {
    this("http://127.0.0.1:" + port, Map.of());
  }

  private Rest(String base, Map<String, String> headers) {
    this.base = base;
    this.headers = headers;
  }

  /** What came back. */
  record Answer(int status, JsonNode body, Map<String, String> headers) {

    JsonNode at(String pointer) {
      return body.at(pointer);
    }

    String text(String pointer) {
      return body.at(pointer).asString();
    }
  }

  /** The same with one more header on each call. */
  Rest with(String name, Object value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value.toString());
    return new Rest(base, more);
  }

  /** Where a path is, for other clients. */
  String url(String path) {
    return base + path;
  }

  Answer get(String path) {
    return send("GET", path, null);
  }

  Answer head(String path) {
    return send("HEAD", path, null);
  }

  Answer post(String path, String body) {
    return send("POST", path, body);
  }

  /** Without saying beforehand how long it is. */
  Answer postInPieces(String path, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return exchange(
        "POST",
        path,
        HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)));
  }

  Answer put(String path, String body) {
    return send("PUT", path, body);
  }

  private Answer send(String method, String path, @Nullable String body) {
    return exchange(
        method,
        path,
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body));
  }

  private Answer exchange(String method, String path, HttpRequest.BodyPublisher body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(70))
            .header("Content-Type", "application/json")
            .method(method, body);
    headers.forEach(request::setHeader);
    try {
      HttpResponse<String> response =
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
      Map<String, String> answered = new HashMap<>();
      response.headers().map().forEach((name, values) -> answered.put(name, values.getFirst()));
      return new Answer(response.statusCode(), JSON.readTree(response.body()), answered);
    } catch (IOException e) {
      throw new IllegalStateException("%s %s got no answer".formatted(method, path), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
