package dev.skald.standalone;

import dev.skald.stack.EmbeddedKafka;
import dev.skald.stack.EmbeddedPostgres;
import dev.skald.stack.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Postgres, Kafka and Temporal of one data folder. Postgres serves when this has started; the
 * others follow while the application starts.
 */
final class Stack implements AutoCloseable {

  private static final String DATABASE = "skald";

  private final ExecutorService starters = Executors.newVirtualThreadPerTaskExecutor();
  private final DataFolder data;
  private final StackPorts ports;
  private final TemporalMode temporalMode;
  private final EmbeddedPostgres postgres;
  private final String password;
  private final CompletableFuture<EmbeddedKafka> kafka;
  private final CompletableFuture<Temporal.Running> temporal;

  private Stack(DataFolder data, StackPorts ports, TemporalMode mode, Progress progress) {
    this.data = data;
    this.ports = ports;
    this.temporalMode = mode;
    this.postgres =
        progress.step(
            "Postgres", () -> EmbeddedPostgres.start(data.folder("postgres"), ports.postgres()));
    this.password = Secret.in(data.folder("database.password"));
    this.kafka =
        soon(
            () ->
                progress.step(
                    "Kafka", () -> EmbeddedKafka.start(data.folder("kafka"), ports.kafka())));
    Temporal choice = new Temporal(data, postgres, ports, progress);
    this.temporal = soon(() -> progress.step("Temporal", () -> choice.start(mode)));
  }

  static Stack start(StackProperties properties, int apiPort, Progress progress) {
    DataFolder data = DataFolder.take(properties.data(), properties.fresh());
    try {
      StackPorts ports = StackPorts.choose(properties);
      TemporalMode mode = properties.temporalMode();
      ports.requireFree(apiPort, mode, data.wasLeftInAHurry());
      Stack stack = new Stack(data, ports, mode, progress);
      stack.prepareDatabase();
      return stack;
    } catch (RuntimeException e) {
      data.close();
      throw e;
    }
  }

  private <T> CompletableFuture<T> soon(Supplier<T> start) {
    return CompletableFuture.supplyAsync(start, starters);
  }

  /** Its passwords are random, and stand in the data folder for their owner's eyes only. */
  private void prepareDatabase() {
    postgres.role(DATABASE, password);
    postgres.database(DATABASE, DATABASE);
  }

  /** Where the application finds the servers. */
  Map<String, Object> properties() {
    Map<String, Object> properties = new HashMap<>();
    properties.put("spring.datasource.url", postgres.url(DATABASE));
    properties.put("spring.datasource.username", DATABASE);
    properties.put("spring.datasource.password", password);
    properties.put("skald.kafka.bootstrap-servers", "127.0.0.1:" + ports.kafka());
    properties.put("skald.temporal.target", temporalTarget());
    switch (temporalMode) {
      case TemporalMode.Elsewhere _ -> {}
      case TemporalMode.InMemory _ -> properties.put("skald.temporal.ui-url", "");
      case TemporalMode.Auto _, TemporalMode.Server _, TemporalMode.Dev _ ->
          properties.put("skald.temporal.ui-url", "http://127.0.0.1:" + ports.temporalUi());
    }
    return properties;
  }

  private String temporalTarget() {
    return temporalMode instanceof TemporalMode.Elsewhere elsewhere
        ? elsewhere.target()
        : "127.0.0.1:" + ports.temporal();
  }

  /** Returns when all serve; throws why one does not. */
  void awaitAll() {
    try {
      CompletableFuture.allOf(kafka, temporal).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  DataFolder data() {
    return data;
  }

  StackPorts ports() {
    return ports;
  }

  String temporalKind() {
    return temporal.join().kind();
  }

  /** To be called when the application has ended. Postgres goes last: Temporal writes to it. */
  @Override
  public void close() {
    starters.shutdownNow();
    CompletableFuture.allOf(
            kafka.thenAcceptAsync(EmbeddedKafka::close),
            temporal.thenAcceptAsync(running -> running.stop().run()))
        .exceptionally(_ -> null)
        .join();
    postgres.close();
    data.close();
  }
}
