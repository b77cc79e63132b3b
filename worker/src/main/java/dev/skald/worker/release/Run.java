package dev.skald.worker.release;

import dev.skald.workflows.engine.SagaAttributes;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowExecutionMetadata;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A run, as the server lists it. */
record Run(String type, String workflowId, String runId, String status, boolean open) {

  static Run of(WorkflowExecutionMetadata listed) {
    boolean open = listed.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
    return new Run(
        listed.getWorkflowType(),
        listed.getExecution().getWorkflowId(),
        listed.getExecution().getRunId(),
        status(listed),
        open);
  }

  private static String status(WorkflowExecutionMetadata listed) {
    @Nullable String told = listed.getTypedSearchAttributes().get(SagaAttributes.STATUS);
    return told == null
        ? listed
            .getStatus()
            .name()
            .substring("WORKFLOW_EXECUTION_STATUS_".length())
            .toLowerCase(Locale.ROOT)
        : told;
  }
}
