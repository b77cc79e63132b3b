package dev.skald.standalone;

import static org.awaitility.Awaitility.await;

import dev.skald.api.ApiConfiguration;
import dev.skald.stack.testing.TestServers;
import dev.skald.worker.WorkerConfiguration;
import io.temporal.testserver.TestServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Import;

/** Worker and API in one process, on real Postgres and Kafka and the in-process Temporal server. */
final class RunningSkald implements AutoCloseable {

  private final TestServer.PortBoundTestServer temporal;
  private final ConfigurableApplicationContext context;

  @SpringBootConfiguration
  @EnableAutoConfiguration
  @Import({WorkerConfiguration.class, ApiConfiguration.class})
  static class Both {}

  private RunningSkald(
      TestServer.PortBoundTestServer temporal, ConfigurableApplicationContext context) {
    this.temporal = temporal;
    this.context = context;
  }

  /**
   * Starts all of it.
   *
   * @param more configurations that say otherwise, or more
   */
  static RunningSkald start(Map<String, String> settings, Class<?>... more) {
    int port = Ports.free();
    TestServer.PortBoundTestServer temporal = TestServer.createPortBoundServer(port);
    var database = TestServers.postgres().newDatabase();
    String unique = "t" + Long.toHexString(System.nanoTime());
    Map<String, Object> properties = new HashMap<>();
    properties.put("server.port", "0");
    properties.put("spring.datasource.url", database.url());
    properties.put("spring.datasource.username", database.user());
    properties.put("spring.datasource.password", database.password());
    properties.put("skald.kafka.bootstrap-servers", TestServers.kafka());
    properties.put("skald.kafka.topic-prefix", unique);
    properties.put("skald.projections.group-prefix", unique);
    properties.put("skald.projections.enabled", "true");
    properties.put("skald.temporal.target", "127.0.0.1:" + port);
    properties.putAll(settings);
    String[] arguments =
        properties.entrySet().stream()
            .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
            .toArray(String[]::new);
    Class<?>[] sources =
        Stream.concat(Stream.of(Both.class), Stream.of(more)).toArray(Class<?>[]::new);
    RunningSkald skald = new RunningSkald(temporal, run(sources, arguments));
    if (!settings.containsKey("skald.temporal.target")) {
      skald.awaitWorker();
    }
    return skald;
  }

  /** One at a time: what Spring Boot sets up of logging is one for the whole JVM. */
  private static synchronized ConfigurableApplicationContext run(
      Class<?>[] sources, String[] arguments) {
    return SpringApplication.run(sources, arguments);
  }

  /** Before it works, Temporal does not know the search attributes, and takes no saga. */
  private void awaitWorker() {
    Rest rest = rest();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> rest.get("/actuator/health").text("/components/sagas/status"),
            status -> !status.equals("DOWN"));
  }

  Rest rest() {
    return new Rest(
        Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer()).getPort());
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** As while all workers are being replaced. */
  void stopWorker() {
    context.getBean("sagaWorker", SmartLifecycle.class).stop();
  }

  void startWorker() {
    context.getBean("sagaWorker", SmartLifecycle.class).start();
  }

  @Override
  public void close() {
    context.close();
    temporal.close();
  }
}
