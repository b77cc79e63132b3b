package dev.skald.activities;

import io.temporal.client.WorkflowClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** For programs that have both the log and Temporal: beginning sagas anew. */
@Configuration(proxyBeanMethods = false)
public class RepairConfiguration {

  @Bean
  SagaRepair sagaRepair(WorkflowClient client, TemporalProperties properties, SagaLog log) {
    return new SagaRepair(client, properties, log);
  }
}
