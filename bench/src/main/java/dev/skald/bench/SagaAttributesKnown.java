package dev.skald.bench;

import com.google.protobuf.util.Durations;
import dev.skald.workflows.engine.SagaAttributes;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.common.SearchAttributeKey;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Makes a fresh server ready for runs that carry the search attributes of sagas. */
final class SagaAttributesKnown {

  private static final String NAMESPACE = "default";
  private static final int LOOKS = 200;

  private SagaAttributesKnown() {}

  static void to(String target) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
    OperatorServiceStubs operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setChannel(stubs.getRawChannel())
                .validateAndBuildWithDefaults());
    try {
      stubs
          .blockingStub()
          .registerNamespace(
              RegisterNamespaceRequest.newBuilder()
                  .setNamespace(NAMESPACE)
                  .setWorkflowExecutionRetentionPeriod(Durations.fromDays(1))
                  .build());
      until(() -> add(operator));
      until(() -> search(stubs));
    } finally {
      operator.shutdownNow();
      stubs.shutdownNow();
    }
  }

  private static void add(OperatorServiceStubs operator) {
    AddSearchAttributesRequest.Builder request =
        AddSearchAttributesRequest.newBuilder().setNamespace(NAMESPACE);
    for (SearchAttributeKey<String> key : SagaAttributes.ALL) {
      request.putSearchAttributes(key.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);
    }
    operator.blockingStub().addSearchAttributes(request.build());
  }

  private static void search(WorkflowServiceStubs stubs) {
    String query =
        SagaAttributes.ALL.stream()
            .map(key -> key.getName() + " = 'none'")
            .collect(Collectors.joining(" AND "));
    stubs
        .blockingStub()
        .listWorkflowExecutions(
            ListWorkflowExecutionsRequest.newBuilder()
                .setNamespace(NAMESPACE)
                .setPageSize(1)
                .setQuery(query)
                .build());
  }

  /** The server's parts hear of a namespace, and of attributes, within seconds. */
  private static void until(Runnable works) {
    for (int look = 1; ; look++) {
      try {
        works.run();
        return;
      } catch (StatusRuntimeException e) {
        if (look == LOOKS) {
          throw e;
        }
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      }
    }
  }
}
