package dev.skald.activities;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.util.Durations;
import dev.skald.workflows.engine.SagaAttributes;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.stream.Collectors;

/** A namespace for these tests on the real server, with our search attributes. */
final class TestNamespace {

  static final String NAME = "failure-tables";

  private TestNamespace() {}

  static void prepare(WorkflowServiceStubs stubs, String target) {
    unlessThere(
        () ->
            stubs
                .blockingStub()
                .registerNamespace(
                    RegisterNamespaceRequest.newBuilder()
                        .setNamespace(NAME)
                        .setWorkflowExecutionRetentionPeriod(Durations.fromDays(1))
                        .build()));
    OperatorServiceStubs operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setTarget(target)
                .validateAndBuildWithDefaults());
    try {
      await("the server knows the namespace and its attributes")
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(500))
          .ignoreExceptions()
          .until(() -> isReady(stubs, operator));
    } finally {
      operator.shutdownNow();
    }
  }

  private static boolean isReady(WorkflowServiceStubs stubs, OperatorServiceStubs operator) {
    SagaAttributes.ALL.forEach(
        key ->
            unlessThere(
                () ->
                    operator
                        .blockingStub()
                        .addSearchAttributes(
                            AddSearchAttributesRequest.newBuilder()
                                .setNamespace(NAME)
                                .putSearchAttributes(
                                    key.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                                .build())));
    // Asking with the attributes is the only way to know that the server would take them.
    stubs
        .blockingStub()
        .listWorkflowExecutions(
            ListWorkflowExecutionsRequest.newBuilder()
                .setNamespace(NAME)
                .setPageSize(1)
                .setQuery(
                    SagaAttributes.ALL.stream()
                        .map(key -> key.getName() + " = 'none'")
                        .collect(Collectors.joining(" AND ")))
                .build());
    return true;
  }

  private static void unlessThere(Runnable creation) {
    try {
      creation.run();
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
        throw e;
      }
    }
  }
}
