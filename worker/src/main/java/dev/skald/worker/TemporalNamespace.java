package dev.skald.worker;

import com.google.protobuf.util.Durations;
import dev.skald.activities.TemporalProperties;
import dev.skald.workflows.engine.SagaAttributes;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubs;
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
    if (!canSearch()) {
      SagaAttributes.ALL.forEach(key -> add(key.getName()));
      throw Status.UNAVAILABLE
          .withDescription("search attributes were added, and take a second to be known")
          .asRuntimeException();
    }
  }

  /** Asking with the attributes is the only way to know that the server would take them. */
  private boolean canSearch() {
    String query =
        SagaAttributes.ALL.stream()
            .map(key -> key.getName() + " = 'none'")
            .collect(Collectors.joining(" AND "));
    try {
      workflows
          .blockingStub()
          .listWorkflowExecutions(
              ListWorkflowExecutionsRequest.newBuilder()
                  .setNamespace(properties.namespace())
                  .setPageSize(1)
                  .setQuery(query)
                  .build());
      return true;
    } catch (StatusRuntimeException e) {
      return switch (e.getStatus().getCode()) {
        case INVALID_ARGUMENT -> false;
        case UNIMPLEMENTED -> canOnlyAdd();
        default -> throw e;
      };
    }
  }

  /** The in-process test server cannot search, but knows what was added at once. */
  private boolean canOnlyAdd() {
    SagaAttributes.ALL.forEach(key -> add(key.getName()));
    return true;
  }

  private void add(String attribute) {
    try {
      operator
          .blockingStub()
          .addSearchAttributes(
              AddSearchAttributesRequest.newBuilder()
                  .setNamespace(properties.namespace())
                  .putSearchAttributes(attribute, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                  .build());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
        throw e;
      }
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
}
