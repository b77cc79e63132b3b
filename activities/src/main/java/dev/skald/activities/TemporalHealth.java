package dev.skald.activities;

import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether Temporal answers for our namespace. */
final class TemporalHealth implements HealthIndicator {

  private static final long DEADLINE_MILLIS = 1000;

  private final WorkflowServiceStubs stubs;
  private final TemporalProperties properties;

  TemporalHealth(WorkflowServiceStubs stubs, TemporalProperties properties) {
    this.stubs = stubs;
    this.properties = properties;
  }

  @Override
  public Health health() {
    Health.Builder health =
        Health.up()
            .withDetail("target", properties.target())
            .withDetail("namespace", properties.namespace());
    try {
      stubs
          .blockingStub()
          .withDeadlineAfter(DEADLINE_MILLIS, TimeUnit.MILLISECONDS)
          .describeNamespace(
              DescribeNamespaceRequest.newBuilder().setNamespace(properties.namespace()).build());
      return health.build();
    } catch (StatusRuntimeException e) {
      return health.down().withDetail("error", e.getStatus().toString()).build();
    }
  }
}
