package dev.skald.worker.golden;

import dev.skald.activities.TemporalConfiguration;
import dev.skald.workflows.engine.Saga;
import io.temporal.client.WorkflowClient;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.util.Collection;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The application's own client settings, with its data converter, on a server in this process: a
 * replay asks a server for nothing but what it can.
 */
record Offline(TestWorkflowEnvironment temporal, Golden golden, OpenRuns runs)
    implements AutoCloseable {

  static Offline open() {
    return open(Golden.SAGAS);
  }

  static Offline open(Collection<Saga<?>> sagas) {
    try (ConfigurableApplicationContext context =
        new SpringApplicationBuilder(TemporalConfiguration.class)
            .web(WebApplicationType.NONE)
            .run("--logging.level.root=off")) {
      TestWorkflowEnvironment temporal =
          TestWorkflowEnvironment.newInstance(
              TestEnvironmentOptions.newBuilder()
                  .setWorkflowClientOptions(context.getBean(WorkflowClient.class).getOptions())
                  .build());
      WorkflowClient client = temporal.getWorkflowClient();
      return new Offline(
          temporal, new Golden(client, sagas), new OpenRuns(client.getOptions(), sagas));
    }
  }

  @Override
  public void close() {
    runs.close();
    temporal.close();
  }
}
