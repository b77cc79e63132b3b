package dev.skald.worker;

import dev.skald.activities.ActivitiesConfiguration;
import dev.skald.activities.EndsHere;
import dev.skald.activities.RepairConfiguration;
import dev.skald.activities.SagaLog;
import dev.skald.activities.SagaRepair;
import dev.skald.activities.StepWatch;
import dev.skald.activities.StuckRuns;
import dev.skald.activities.TemporalConfiguration;
import dev.skald.activities.TemporalProperties;
import dev.skald.eventstore.KafkaRelay;
import dev.skald.eventstore.RelayStatus;
import dev.skald.projections.LogConfiguration;
import dev.skald.projections.ProjectionsConfiguration;
import dev.skald.projections.engine.Projections;
import dev.skald.projections.sagas.OpenSagas;
import dev.skald.projections.sagas.SagaQueries;
import dev.skald.workflows.SagaCatalog;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.Map;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;

/** What a worker is made of. */
@Configuration(proxyBeanMethods = false)
@Import({
  LogConfiguration.class,
  TemporalConfiguration.class,
  ActivitiesConfiguration.class,
  RepairConfiguration.class,
  ProjectionsConfiguration.class
})
@EnableConfigurationProperties({
  WorkerProperties.class,
  DeploymentProperties.class,
  RecoveryProperties.class
})
@PropertySource("classpath:skald-worker.properties")
public class WorkerConfiguration {

  @Bean(destroyMethod = "shutdown")
  OperatorServiceStubs temporalOperator(
      WorkflowServiceStubs workflows, TemporalProperties temporal) {
    return OperatorServiceStubs.newServiceStubs(
        OperatorServiceStubsOptions.newBuilder()
            .setChannel(workflows.getRawChannel())
            .validateAndBuildWithDefaults());
  }

  /**
   * What runs here, ends here. While somebody waits for it, more is about to be appended, and once
   * nobody does, they wait for it to be published.
   */
  @Bean
  @ConditionalOnProperty(name = "skald.worker.sagas", matchIfMissing = true)
  EndsHere endsHere(ObjectProvider<KafkaRelay> relays) {
    KafkaRelay relay = relays.getIfAvailable();
    return relay == null ? new EndsHere() : new EndsHere(relay::expectMore);
  }

  @Bean
  SagaRegistry sagaRegistry(SagaCatalog sagas) {
    return new SagaRegistry(sagas.sagas());
  }

  /** Each contract of steps is asked for, so that one without a bean stops the start. */
  @Bean
  @ConditionalOnProperty(name = "skald.worker.sagas", matchIfMissing = true)
  SagaWorker sagaWorker(
      WorkflowClient client,
      OperatorServiceStubs operator,
      TemporalProperties temporal,
      WorkerProperties properties,
      DeploymentProperties deployment,
      SagaRegistry sagas,
      StepWatch watch,
      ListableBeanFactory beans) {
    TemporalNamespace namespace =
        new TemporalNamespace(client.getWorkflowServiceStubs(), operator, temporal);
    return new SagaWorker(
        client, namespace, temporal, properties, deployment, sagas, sagas.activities(beans), watch);
  }

  @Bean
  @ConditionalOnProperty(name = "skald.worker.sagas", matchIfMissing = true)
  RecoveryJob recoveryJob(
      WorkflowClient client,
      SagaCatalog sagas,
      SagaLog log,
      SagaRepair repair,
      StuckRuns stuckRuns,
      OpenSagas open,
      SagaQueries queries,
      RecoveryProperties properties,
      MeterRegistry meters) {
    StuckSagas stuck = new StuckSagas(log, stuckRuns, meters);
    Recovery recovery = new Recovery(log, repair, stuck, properties.attempts(), meters);
    return new RecoveryJob(
        new LostSagas(
            time -> stuck.lookAt(open.silentSince(time)),
            sagas,
            recovery::look,
            properties.after()),
        new LostSagas(
            new ClosedRuns(client)::begunBefore, sagas, recovery::look, properties.after()),
        new Stalls(queries::open, sagas, log, meters),
        properties);
  }

  @Bean
  HealthIndicator sagasHealthIndicator(ObjectProvider<SagaWorker> workers) {
    return () -> {
      SagaWorker worker = workers.getIfAvailable();
      if (worker == null) {
        return off();
      }
      return worker.isPolling()
          ? Health.up().build()
          : Health.down().withDetail("error", "not started yet").build();
    };
  }

  @Bean
  HealthIndicator relayHealthIndicator(ObjectProvider<KafkaRelay> relays) {
    return () -> {
      KafkaRelay relay = relays.getIfAvailable();
      return relay == null ? off() : health(relay.status());
    };
  }

  @Bean
  HealthIndicator projectionsHealthIndicator(ObjectProvider<Projections> folding) {
    return () -> {
      Projections projections = folding.getIfAvailable();
      return projections == null ? off() : health(projections);
    };
  }

  /** One that stands still is no trouble of this program's: it is read on, and people decide. */
  private static Health health(Projections projections) {
    Health.Builder health =
        projections
            .trouble()
            .map(trouble -> Health.down().withDetail("error", trouble))
            .orElseGet(Health::up);
    Map<String, String> standingStill = projections.standingStill();
    return standingStill.isEmpty()
        ? health.build()
        : health.withDetail("standingStill", standingStill).build();
  }

  private static Health health(RelayStatus status) {
    Health.Builder health =
        (status.problem() == null ? Health.up() : Health.down())
            .withDetail("state", status.state())
            .withDetail("position", status.position());
    return status.problem() == null
        ? health.build()
        : health.withDetail("error", status.problem()).build();
  }

  private static Health off() {
    return Health.up().withDetail("state", "OFF").build();
  }
}
