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
  private final Reception reception = new Reception();

  public SagaWorkflow(Collection<Saga<?>> sagas) {
    this.sagas =
        sagas.stream()
            .collect(Collectors.toUnmodifiableMap(saga -> saga.type().name(), Function.identity()));
    Workflow.registerListener(reception);
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
    Execution<?> execution = new Execution<>(saga, arguments);
    reception.opens(execution);
    return execution.run();
  }
}
