package dev.skald.workflows.engine;

import io.temporal.activity.ActivityInterface;
import java.util.List;

/** Records what happens to a saga as a whole, and what no step can record itself. */
@ActivityInterface(namePrefix = "saga.")
public interface SagaJournal {

  void started(Entry entry, List<String> steps);

  void stepFailed(Entry entry, SagaFailure failure);

  void undoFailed(Entry entry, SagaFailure failure);

  void undoSettled(Entry entry, String step, Settlement settlement);

  /** Answers the position of the event. */
  long completed(Entry entry);

  /** Answers the position of the event. Not every undo is done where an operator gave up on one. */
  long compensated(Entry entry, SagaFailure failure, boolean allUndone);

  /** Which saga, and the id under which it is recorded once. */
  record Entry(String sagaId, String sagaType, String commandId, SagaStart start) {}
}
