package dev.skald.activities;

import dev.skald.workflows.engine.SagaStart;
import io.temporal.api.common.v1.Payloads;
import io.temporal.client.WorkflowClient;
import io.temporal.common.converter.DataConverter;
import java.util.Map;
import java.util.Optional;

/** What the last run of a saga was started with, as its history tells. */
public record RunInput(SagaStart start, Map<String, Object> request) {

  @SuppressWarnings("unchecked")
  public static RunInput of(WorkflowClient client, String sagaId) {
    Optional<Payloads> input =
        Optional.of(
            client
                .fetchHistory(sagaId)
                .getEvents()
                .getFirst()
                .getWorkflowExecutionStartedEventAttributes()
                .getInput());
    DataConverter converter = client.getOptions().getDataConverter();
    return new RunInput(
        converter.fromPayloads(0, input, SagaStart.class, SagaStart.class),
        converter.fromPayloads(1, input, Map.class, Map.class));
  }
}
