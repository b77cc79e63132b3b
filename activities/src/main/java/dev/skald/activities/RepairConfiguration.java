package dev.skald.activities;

import io.temporal.client.WorkflowClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * For programs that have both the log and Temporal: beginning sagas anew, and why they stand still.
 */
@Configuration(proxyBeanMethods = false)
public class RepairConfiguration {

  @Bean
  SagaRepair sagaRepair(WorkflowClient client, TemporalProperties properties, SagaLog log) {
    return new SagaRepair(client, properties, log);
  }

  @Bean
  StuckRuns stuckRuns(WorkflowClient client) {
    return new StuckRuns(client);
  }
}
