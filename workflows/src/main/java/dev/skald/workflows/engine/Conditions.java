package dev.skald.workflows.engine;

import io.temporal.common.SearchAttributeUpdate;
import io.temporal.workflow.Workflow;

/** What state the saga as a whole is in, told to everyone who looks at it from outside. */
final class Conditions {

  private final Ledger ledger;
  private SagaStatus status = SagaStatus.RUNNING;

  Conditions(Ledger ledger) {
    this.ledger = ledger;
  }

  SagaStatus status() {
    return status;
  }

  /** An update of search attributes costs the server many index entries: only turns are told. */
  void become(SagaStatus now, String step) {
    status = now;
    Workflow.upsertTypedSearchAttributes(
        SearchAttributeUpdate.valueSet(SagaAttributes.STATUS, now.name()),
        SearchAttributeUpdate.valueSet(SagaAttributes.STEP, step));
    tell();
  }

  void completed() {
    status = SagaStatus.COMPLETED;
    Workflow.upsertTypedSearchAttributes(
        SearchAttributeUpdate.valueSet(SagaAttributes.STATUS, status.name()));
    tell();
  }

  void tell() {
    Workflow.setCurrentDetails(ledger.markdown(status));
  }
}
