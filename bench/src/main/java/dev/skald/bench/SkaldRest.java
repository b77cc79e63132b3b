package dev.skald.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Skald that runs, and its REST calls. */
final class SkaldRest implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Map<String, String> TYPE = Map.of("Content-Type", "application/json");
  private static final int AT_ONCE = 8;

  private final SkaldApp app;
  private final SkaldApp.Running running;
  private final HttpCalls http;
  private final ReadModelWatch readModels;
  private boolean closed;

  SkaldRest(SkaldApp app, SkaldApp.Running running) throws SQLException {
    this.app = app;
    this.running = running;
    this.http = new HttpCalls(running.port());
    this.readModels = new ReadModelWatch(app.database());
  }

  /** What its processes and its database are called. */
  String id() {
    return app.id();
  }

  Database database() {
    return app.database();
  }

  void post(int expected, String path, String body) throws IOException, InterruptedException {
    http.send("POST", expected, "/api/v1" + path, body, TYPE);
  }

  void put(int expected, String path, String body) throws IOException, InterruptedException {
    http.send("PUT", expected, "/api/v1" + path, body, TYPE);
  }

  /** Starts a saga, and returns when all read models show that it has ended so. */
  void run(String type, String saga, String request, String status)
      throws IOException, InterruptedException, SQLException {
    String answer =
        http.send(
            "POST",
            200,
            "/api/v1/sagas/" + type,
            request,
            Map.of(
                "Content-Type", "application/json", "Idempotency-Key", saga, "Prefer", "wait=30"));
    JsonNode ended = JSON.readTree(answer);
    if (!ended.path("status").asString("").equals(status)) {
      throw new IOException("%s has not ended as asked: %s".formatted(saga, answer));
    }
    readModels.await(ended.path("position").asLong(Long.MAX_VALUE));
  }

  /** Something that may fail. */
  @FunctionalInterface
  interface Preparation {
    void run() throws Exception;
  }

  /** Has so many things done, some at a time. */
  static void prepare(int count, IntFunction<Preparation> each) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<@Nullable Void>> all =
          IntStream.range(0, count)
              .mapToObj(
                  i ->
                      threads.<@Nullable Void>submit(
                          () -> {
                            each.apply(i).run();
                            return null;
                          }))
              .toList();
      for (Future<@Nullable Void> one : all) {
        one.get();
      }
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      readModels.close();
      http.close();
      running.close();
    }
  }
}
