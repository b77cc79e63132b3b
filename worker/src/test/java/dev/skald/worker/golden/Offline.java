package dev.skald.worker.golden;

import dev.skald.worker.release.OwnClient;
import dev.skald.workflows.engine.Saga;
import io.temporal.client.WorkflowClient;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.util.Collection;

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
    TestWorkflowEnvironment temporal =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(OwnClient.options())
                .build());
    WorkflowClient client = temporal.getWorkflowClient();
    return new Offline(
        temporal, new Golden(client, sagas), new OpenRuns(client.getOptions(), sagas));
  }

  @Override
  public void close() {
    runs.close();
    temporal.close();
  }
}
