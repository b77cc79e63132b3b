package dev.skald.api.sagas;

import dev.skald.activities.TemporalProperties;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.projections.engine.ReadModels;
import dev.skald.projections.engine.StreamFold;
import io.temporal.client.WorkflowClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What the REST calls for sagas stand on. */
@Configuration(proxyBeanMethods = false)
@Import({SagaCommandsController.class, SagaQueriesController.class, SagaTypesController.class})
public class SagasConfiguration {

  @Bean
  SagaStarter sagaStarter(
      WorkflowClient client,
      TemporalProperties temporal,
      EventStore store,
      EventTypeRegistry types) {
    return new SagaStarter(client, temporal, store, types);
  }

  @Bean
  SagaOperations sagaOperations(WorkflowClient client) {
    return new SagaOperations(client);
  }

  @Bean
  SagaViews sagaViews(StreamFold fold, WorkflowClient client, TemporalProperties temporal) {
    return new SagaViews(fold, client, temporal);
  }

  @Bean
  SagaEnd sagaEnd(WorkflowClient client, ReadModels models) {
    return new SagaEnd(client, models);
  }
}
