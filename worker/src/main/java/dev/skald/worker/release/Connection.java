package dev.skald.worker.release;

import dev.skald.activities.TemporalConfiguration;
import dev.skald.activities.TemporalProperties;
import io.temporal.client.WorkflowClient;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.BeansException;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;

/**
 * The application's own connection to Temporal: its data converter, with all that belongs to it.
 */
record Connection(ConfigurableApplicationContext context) implements AutoCloseable {

  /**
   * One at a time: what Spring Boot sets up of logging is one for the whole JVM.
   *
   * @param settings as Spring takes them
   * @throws IllegalStateException one of them makes no sense
   */
  static synchronized Connection open(List<String> settings) {
    SpringApplicationBuilder program =
        new SpringApplicationBuilder(TemporalConfiguration.class)
            .web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .logStartupInfo(false);
    String[] arguments =
        Stream.concat(
                Stream.of("--logging.file.name=", "--logging.level.root=off"), settings.stream())
            .toArray(String[]::new);
    try {
      return new Connection(program.run(arguments));
    } catch (BeansException e) {
      throw new IllegalStateException(
          "a setting is wrong: " + NestedExceptionUtils.getMostSpecificCause(e).getMessage(), e);
    }
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
