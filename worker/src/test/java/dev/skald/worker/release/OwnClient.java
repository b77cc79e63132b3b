package dev.skald.worker.release;

import io.temporal.client.WorkflowClientOptions;
import java.util.List;

/** For tests of other packages: how the programs of this one speak to Temporal. */
public final class OwnClient {

  private OwnClient() {}

  public static WorkflowClientOptions options() {
    try (Connection connection = Connection.open(List.of())) {
      return connection.client().getOptions();
    }
  }
}
