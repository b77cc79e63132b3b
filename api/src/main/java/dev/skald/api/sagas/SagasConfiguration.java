package dev.skald.api.sagas;

import dev.skald.activities.EndsHere;
import dev.skald.activities.SagaLog;
import dev.skald.activities.SagaRepair;
import dev.skald.activities.StuckRuns;
import dev.skald.activities.TemporalProperties;
import dev.skald.api.RequestBodies;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.projections.engine.ReadModels;
import dev.skald.projections.engine.StreamFold;
import dev.skald.projections.sagas.SagaQueries;
import dev.skald.workflows.SagaCatalog;
import io.temporal.client.WorkflowClient;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/** What the REST calls for sagas stand on. */
@Configuration(proxyBeanMethods = false)
@Import({
  SagaCommandsController.class,
  SagaOperatorController.class,
  SagaQueriesController.class,
  SagaInsightController.class,
  LiveSagasController.class,
  SagaTypesController.class
})
public class SagasConfiguration {

  @Bean
  SagaTypes sagaTypes(SagaCatalog catalog) {
    return new SagaTypes(catalog);
  }

  @Bean
  SagaExamples sagaExamples(SagaTypes types, JsonMapper json) {
    return new SagaExamples(types, json);
  }

  @Bean
  SameRequests sameRequests(JsonMapper json) {
    return new SameRequests(json);
  }

  @Bean
  SagaStarter sagaStarter(
      WorkflowClient client,
      TemporalProperties temporal,
      EventStore store,
      EventTypeRegistry types,
      SameRequests requests) {
    return new SagaStarter(client, temporal, store, types, requests);
  }

  @Bean
  SagaCalls sagaCalls(WorkflowClient client, SagaRepair repair, StuckRuns stuck) {
    return new SagaCalls(client, sagaId -> stuck.cause(sagaId, repair.lastRun(sagaId)));
  }

  @Bean
  Revival revival(SagaViews views, SagaTypes types, SagaLog log, SagaRepair repair) {
    return new Revival(views, types, log, repair);
  }

  @Bean
  SagaOperations sagaOperations(
      SagaCalls calls,
      SagaViews views,
      SagaTypes types,
      SagaLog log,
      RequestBodies bodies,
      Revival revival) {
    return new SagaOperations(calls, views, types, log, bodies, revival);
  }

  @Bean
  SagaEvents sagaEvents(
      SagaCalls calls,
      SagaViews views,
      SagaTypes types,
      SagaLog log,
      RequestBodies bodies,
      SameRequests requests) {
    return new SagaEvents(calls, views, types, log, bodies, requests);
  }

  @Bean
  SagaViews sagaViews(
      StreamFold fold, WorkflowClient client, TemporalProperties temporal, SagaTypes types) {
    return new SagaViews(fold, client, temporal, types);
  }

  @Bean
  SagaEnd sagaEnd(
      WorkflowClient client, ReadModels models, SagaViews views, ObjectProvider<EndsHere> ends) {
    return new SagaEnd(client, models, views, ends.getIfAvailable());
  }

  @Bean
  StalledSagas stalledSagas(SagaQueries sagas, SagaTypes types) {
    return new StalledSagas(sagas, types, InstantSource.system());
  }
}
