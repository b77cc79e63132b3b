package dev.skald.worker.release;

import dev.skald.activities.TemporalConfiguration;
import dev.skald.activities.TemporalProperties;
import io.temporal.client.WorkflowClient;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The application's own connection to Temporal: its data converter, with all that belongs to it.
 */
record Connection(ConfigurableApplicationContext context) implements AutoCloseable {

  /**
   * @param settings as Spring takes them
   */
  static Connection open(List<String> settings) {
    return new Connection(
        new SpringApplicationBuilder(TemporalConfiguration.class)
            .web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .logStartupInfo(false)
            .run(
                Stream.concat(
                        Stream.of("--logging.file.name=", "--logging.level.root=off"),
                        settings.stream())
                    .toArray(String[]::new)));
  }

  WorkflowClient client() {
    return context.getBean(WorkflowClient.class);
  }

  TemporalProperties temporal() {
    return context.getBean(TemporalProperties.class);
  }

  /** A setting of ours, or nothing. */
  String setting(String name) {
    return context.getEnvironment().getProperty(name, "");
  }

  /** Of a worker with these settings, as Temporal writes it; empty where it has no build. */
  String deploymentVersion() {
    String build = setting("skald.temporal.deployment.build-id");
    return build.isEmpty() ? "" : setting("skald.temporal.deployment.name") + ":" + build;
  }

  @Override
  public void close() {
    context.close();
  }
}
