package dev.skald.worker;

import com.google.protobuf.util.Durations;
import dev.skald.activities.TemporalProperties;
import dev.skald.workflows.engine.SagaAttributes;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.common.SearchAttributeKey;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes sure that our namespace and search attributes exist. A saga that sets an attribute which
 * the server does not know yet would fail its task.
 */
final class TemporalNamespace {

  private static final int RETENTION_DAYS = 7;

  private final WorkflowServiceStubs workflows;
  private final OperatorServiceStubs operator;
  private final TemporalProperties properties;

  TemporalNamespace(
      WorkflowServiceStubs workflows,
      OperatorServiceStubs operator,
      TemporalProperties properties) {
    this.workflows = workflows;
    this.operator = operator;
    this.properties = properties;
  }

  /** Throws what the server says if it cannot be done now. */
  void prepare() {
    createNamespace();
    Set<String> missing = missingAttributes();
    if (!missing.isEmpty()) {
      operator
          .blockingStub()
          .addSearchAttributes(
              AddSearchAttributesRequest.newBuilder()
                  .setNamespace(properties.namespace())
                  .putAllSearchAttributes(
                      missing.stream()
                          .collect(
                              Collectors.toMap(
                                  name -> name, _ -> IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)))
                  .build());
      throw Status.UNAVAILABLE
          .withDescription("search attributes %s were just added".formatted(missing))
          .asRuntimeException();
    }
  }

  private void createNamespace() {
    try {
      workflows
          .blockingStub()
          .describeNamespace(
              DescribeNamespaceRequest.newBuilder().setNamespace(properties.namespace()).build());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.NOT_FOUND) {
        throw e;
      }
      workflows
          .blockingStub()
          .registerNamespace(
              RegisterNamespaceRequest.newBuilder()
                  .setNamespace(properties.namespace())
                  .setWorkflowExecutionRetentionPeriod(Durations.fromDays(RETENTION_DAYS))
                  .build());
    }
  }

  private Set<String> missingAttributes() {
    Set<String> known =
        operator
            .blockingStub()
            .listSearchAttributes(
                ListSearchAttributesRequest.newBuilder()
                    .setNamespace(properties.namespace())
                    .build())
            .getCustomAttributesMap()
            .keySet();
    return SagaAttributes.ALL.stream()
        .map(SearchAttributeKey::getName)
        .filter(name -> !known.contains(name))
        .collect(Collectors.toSet());
  }
}
