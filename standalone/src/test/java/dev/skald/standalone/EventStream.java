package dev.skald.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Listens to server-sent events as a browser does. */
final class EventStream {

  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final List<Long> ids = new CopyOnWriteArrayList<>();
  private final List<JsonNode> data = new CopyOnWriteArrayList<>();
  private final Thread listener;
  private volatile boolean left;

  private EventStream(HttpRequest request) {
    listener = Thread.ofVirtual().start(() -> listen(request));
  }

  /**
   * Begins to listen.
   *
   * @param after the last event that was seen before, if one was
   */
  static EventStream open(String url, @Nullable Long after) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    if (after != null) {
      request.header("Last-Event-ID", after.toString());
    }
    return new EventStream(request.build());
  }

  List<Long> ids() {
    return List.copyOf(ids);
  }

  /** What came, beside one id or none each. */
  List<JsonNode> data() {
    return List.copyOf(data);
  }

  List<String> statuses() {
    return data.stream().map(one -> one.get("status").asString()).toList();
  }

  /** Stops listening, as somebody does who goes away. */
  void leave() {
    left = true;
    listener.interrupt();
  }

  /** The server closes it when the saga has ended. */
  void awaitEnd(Duration patience) {
    try {
      if (!listener.join(patience)) {
        throw new IllegalStateException("the stream goes on after " + ids);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void listen(HttpRequest request) {
    try (Stream<String> lines = CLIENT.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
      lines.forEach(this::take);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (UncheckedIOException e) {
      if (!left) {
        throw e;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(String line) {
    if (line.startsWith("id: ")) {
      ids.add(Long.valueOf(line.substring(4)));
    } else if (line.startsWith("data: ")) {
      data.add(JSON.readTree(line.substring(6)));
    }
  }
}
