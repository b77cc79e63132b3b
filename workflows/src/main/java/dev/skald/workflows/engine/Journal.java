package dev.skald.workflows.engine;

import dev.skald.workflows.engine.SagaJournal.Entry;
import io.temporal.workflow.Workflow;

/** The saga's own entries in its stream. They are made even where the saga is cancelled. */
final class Journal {

  private final SagaType<?> type;
  private final SagaStart start;
  private int undoFailures;

  Journal(SagaType<?> type, SagaStart start) {
    this.type = type;
    this.start = start;
  }

  void started() {
    SagaJournal journal = StepActivities.journal("begin");
    journal.started(entry("started"), type.steps().stream().map(Step::name).toList());
  }

  void stepFailed(StepCall call, SagaFailure failure) {
    SagaJournal journal = StepActivities.journal("record the failure of " + call.step());
    detached(() -> journal.stepFailed(entry(call.commandId(), "failed"), failure));
  }

  /** An undo may fail again after each decision about it, so its failures are numbered. */
  void undoFailed(StepCall call, SagaFailure failure) {
    undoFailures++;
    SagaJournal journal = StepActivities.journal("record the failed undo of " + call.step());
    journal.undoFailed(entry(call.undoCommandId(), "failed-" + undoFailures), failure);
  }

  void undoSettled(StepCall call, Settlement settlement) {
    SagaJournal journal = StepActivities.journal("record the decision about " + call.step());
    journal.undoSettled(
        entry(call.undoCommandId(), "settled-" + undoFailures), call.step(), settlement);
  }

  long completed() {
    return StepActivities.journal("end").completed(entry("ended"));
  }

  long compensated(SagaFailure failure, boolean allUndone) {
    return StepActivities.journal("end").compensated(entry("ended"), failure, allUndone);
  }

  private Entry entry(String what) {
    return entry(Workflow.getInfo().getWorkflowId(), what);
  }

  private Entry entry(String prefix, String what) {
    return new Entry(Workflow.getInfo().getWorkflowId(), type.name(), prefix + "/" + what, start);
  }

  private static void detached(Runnable work) {
    Workflow.newDetachedCancellationScope(work).run();
  }
}
