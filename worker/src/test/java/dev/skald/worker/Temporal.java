package dev.skald.worker;

import static org.awaitility.Awaitility.await;

import dev.skald.activities.TemporalProperties;
import dev.skald.eventstore.EventTypeRegistry;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.Jackson3JsonPayloadConverter;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;

/** A real server that knows our namespace and search attributes, and a client of it. */
public record Temporal(
    TemporalProperties properties, WorkflowClient client, TemporalNamespace namespace)
    implements AutoCloseable {

  public static Temporal at(String target, String name) {
    TemporalProperties properties = new TemporalProperties(target, name, "skald", "", 16, null);
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
    OperatorServiceStubs operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setChannel(stubs.getRawChannel())
                .validateAndBuildWithDefaults());
    TemporalNamespace namespace = new TemporalNamespace(stubs, operator, properties);
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreException(StatusRuntimeException.class)
        .until(
            () -> {
              namespace.prepare();
              return true;
            });
    WorkflowClient client =
        WorkflowClient.newInstance(
            stubs,
            WorkflowClientOptions.newBuilder()
                .setNamespace(properties.namespace())
                .setDataConverter(
                    DefaultDataConverter.newDefaultInstance()
                        .withPayloadConverterOverrides(
                            new Jackson3JsonPayloadConverter(EventTypeRegistry.jsonMapper())))
                .build());
    return new Temporal(properties, client, namespace);
  }

  @Override
  public void close() {
    client.getWorkflowServiceStubs().shutdownNow();
  }
}
