package dev.skald.worker.golden;

import dev.skald.activities.TemporalConfiguration;
import dev.skald.workflows.Sagas;
import io.temporal.client.WorkflowClient;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The application's own client settings, with its data converter, on a server in this process: a
 * replay asks a server for nothing but what it can.
 */
record Offline(TestWorkflowEnvironment temporal, Golden golden) implements AutoCloseable {

  static Offline open() {
    try (ConfigurableApplicationContext context =
        new SpringApplicationBuilder(TemporalConfiguration.class)
            .web(WebApplicationType.NONE)
            .run("--logging.level.root=off")) {
      TestWorkflowEnvironment temporal =
          TestWorkflowEnvironment.newInstance(
              TestEnvironmentOptions.newBuilder()
                  .setWorkflowClientOptions(context.getBean(WorkflowClient.class).getOptions())
                  .build());
      return new Offline(temporal, new Golden(temporal.getWorkflowClient(), Sagas.ALL));
    }
  }

  @Override
  public void close() {
    temporal.close();
  }
}
