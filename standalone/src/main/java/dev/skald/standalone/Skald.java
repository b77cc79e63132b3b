package dev.skald.standalone;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** The application and the servers beside it, which start before it and stop after it. */
final class Skald implements AutoCloseable {

  private final Progress progress;
  private String url = "";
  private @Nullable Stack stack;
  private @Nullable ConfigurableApplicationContext context;

  private Skald(Progress progress) {
    this.progress = progress;
  }

  /** Returns when everything serves. */
  static Skald start(Progress progress, String... args) {
    Skald skald = new Skald(progress);
    // Run after the application has ended, however it is asked to.
    SpringApplication.getShutdownHandlers().add(skald::stopServers);
    try {
      skald.run(args);
    } catch (RuntimeException e) {
      skald.close();
      throw e;
    }
    return skald;
  }

  private void run(String... args) {
    progress.say("Skald is starting.");
    SpringApplication application = new SpringApplication(SkaldApplication.class);
    application.setBannerMode(Banner.Mode.OFF);
    application.addInitializers(context -> startServers(context.getEnvironment()));
    ConfigurableApplicationContext started =
        progress.step("Application", () -> application.run(args));
    context = started;
    Stack servers = Objects.requireNonNull(stack);
    servers.awaitAll();
    String missing = progress.step("Sagas and read models", () -> Readiness.await(started));
    if (!missing.isEmpty()) {
      progress.say("  Not well yet: %s; see /actuator/health and the logs.".formatted(missing));
    }
    announce(servers, started);
  }

  private void startServers(ConfigurableEnvironment environment) {
    StackProperties properties =
        Binder.get(environment).bindOrCreate("skald.stack", StackProperties.class);
    int apiPort = Binder.get(environment).bind("server.port", Integer.class).orElse(8080);
    StackProperties.requirePort("server.port", apiPort);
    Stack servers = Stack.start(properties, apiPort, progress);
    stack = servers;
    environment
        .getPropertySources()
        .addFirst(new MapPropertySource("skald-stack", servers.properties()));
  }

  private void announce(Stack servers, ConfigurableApplicationContext started) {
    int port =
        Objects.requireNonNull(((WebServerApplicationContext) started).getWebServer()).getPort();
    url = "http://127.0.0.1:" + port;
    String temporalUi = started.getEnvironment().getProperty("skald.temporal.ui-url", "");
    Map<String, String> places = new LinkedHashMap<>();
    places.put("API", url + "/api/v1");
    places.put("Operator page", url + "/");
    places.put("API docs", url + "/swagger-ui/index.html");
    if (!temporalUi.isEmpty()) {
      places.put("Temporal Web UI", temporalUi);
    }
    places.put(
        "Temporal",
        servers.properties().get("skald.temporal.target") + " (" + servers.temporalKind() + ")");
    places.put("Postgres", servers.properties().get("spring.datasource.url") + "");
    places.put("Kafka", servers.properties().get("skald.kafka.bootstrap-servers") + "");
    places.put("Data and logs", servers.data().path().toString());
    long running = ManagementFactory.getRuntimeMXBean().getUptime();
    progress.say("Skald is up after %.1f s.".formatted(running / 1000.0));
    places.forEach((name, place) -> progress.say("  %-18s %s".formatted(name, place)));
    servers.data().writeState(url, places);
  }

  /** Where the API is. */
  String url() {
    return url;
  }

  private void stopServers() {
    Stack servers = stack;
    stack = null;
    if (servers != null) {
      servers.close();
      progress.say("Skald has stopped.");
      if (isFirstRun()) {
        progress.say(
            "What this first run has learned is kept for faster starts: some seconds more, Ctrl-C again skips them.");
      }
    }
  }

  private static boolean isFirstRun() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .anyMatch(argument -> argument.startsWith("-XX:AOTCacheOutput"));
  }

  @Override
  public void close() {
    if (context != null) {
      context.close();
    }
    stopServers();
  }
}
