package dev.skald.worker;

import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaWorkflow;
import io.temporal.common.VersioningBehavior;
import io.temporal.common.converter.EncodedValues;
import io.temporal.workflow.DynamicWorkflow;
import io.temporal.workflow.Workflow;
import java.util.Collection;

/**
 * Runs sagas, and tells Temporal of each whether it stays with the build that it began with. Only
 * for workers that have a build: of others the server takes no such answer.
 */
final class VersionedSagas implements DynamicWorkflow {

  private final SagaWorkflow workflow;
  private final VersioningBehavior behavior;

  private VersionedSagas(SagaWorkflow workflow, VersioningBehavior behavior) {
    this.workflow = workflow;
    this.behavior = behavior;
  }

  /** To be called where a run begins, or is replayed. */
  static VersionedSagas of(Collection<Saga<?>> sagas) {
    String type = Workflow.getInfo().getWorkflowType();
    return new VersionedSagas(
        new SagaWorkflow(sagas),
        sagas.stream()
            .filter(saga -> saga.type().name().equals(type))
            .findFirst()
            .map(saga -> behaviorOf(saga))
            .orElse(VersioningBehavior.PINNED));
  }

  @Override
  public Object execute(EncodedValues arguments) {
    return workflow.execute(arguments);
  }

  @Override
  public VersioningBehavior getVersioningBehavior() {
    return behavior;
  }

  private static VersioningBehavior behaviorOf(Saga<?> saga) {
    return switch (saga.upgrade()) {
      case PINNED -> VersioningBehavior.PINNED;
      case AUTO -> VersioningBehavior.AUTO_UPGRADE;
    };
  }
}
