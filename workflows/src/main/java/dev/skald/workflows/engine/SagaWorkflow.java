package dev.skald.workflows.engine;

import io.temporal.common.converter.EncodedValues;
import io.temporal.workflow.DynamicWorkflow;
import io.temporal.workflow.Workflow;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Runs any saga as a Temporal workflow. Every ending closes the run as completed, but for one: a
 * run that was cancelled by Temporal's own means always closes as cancelled, without its result.
 * How a saga ended is an event, so nothing is lost by that.
 */
public final class SagaWorkflow implements DynamicWorkflow {

  private final Map<String, Saga<?>> sagas;

  public SagaWorkflow(Collection<Saga<?>> sagas) {
    this.sagas =
        sagas.stream()
            .collect(Collectors.toUnmodifiableMap(saga -> saga.type().name(), Function.identity()));
  }

  @Override
  public Object execute(EncodedValues arguments) {
    String type = Workflow.getInfo().getWorkflowType();
    Saga<?> saga = sagas.get(type);
    if (saga == null) {
      throw new IllegalStateException(
          "no saga '%s' among %s: does this worker run older code?"
              .formatted(type, sagas.keySet().stream().sorted().toList()));
    }
    return new Execution<>(saga, arguments).run();
  }
}
