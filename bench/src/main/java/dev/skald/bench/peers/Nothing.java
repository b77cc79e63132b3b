package dev.skald.bench.peers;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** A workflow that does nothing: what Temporal itself costs. */
@WorkflowInterface
public interface Nothing {

  @WorkflowMethod
  void run(String id);

  /** At once. */
  final class Done implements Nothing {
    @Override
    public void run(String id) {}
  }
}
