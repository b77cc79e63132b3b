package dev.skald.eventstore;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The event store of a Spring Boot application that has a data source and knows its events. */
@AutoConfiguration(
    afterName = {
      "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
      "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
    })
@ConditionalOnBean({DataSource.class, EventTypeRegistry.class})
@EnableConfigurationProperties({EventStoreProperties.class, KafkaProperties.class})
public class EventStoreAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean(EventStore.class)
  PostgresEventStore eventStore(
      DataSource dataSource,
      EventTypeRegistry types,
      EventStoreProperties properties,
      ObjectProvider<MeterRegistry> meters) {
    if (properties.migrate()) {
      EventStoreSchema.migrate(dataSource);
    }
    return new PostgresEventStore(
        dataSource,
        types,
        properties.options(),
        meters.getIfAvailable(() -> Metrics.globalRegistry));
  }

  @Bean
  @ConditionalOnMissingBean
  RelayPosition relayPosition(DataSource dataSource, KafkaProperties kafka) {
    return new RelayPosition(dataSource, kafka.topicPrefix());
  }

  @Bean
  @ConditionalOnMissingBean
  RelayParking relayParking(DataSource dataSource, KafkaProperties kafka) {
    return new RelayParking(dataSource, kafka.topicPrefix());
  }

  @Bean
  @ConditionalOnProperty("skald.event-store.relay.enabled")
  KafkaRelay kafkaRelay(
      DataSource dataSource,
      EventStore store,
      EventStoreProperties properties,
      KafkaProperties kafka,
      ObjectProvider<MeterRegistry> meters,
      ObjectProvider<RelayListener> listeners) {
    KafkaRelay relay =
        new KafkaRelay(
            dataSource,
            properties.relayOptions(kafka),
            meters.getIfAvailable(() -> Metrics.globalRegistry),
            listeners.getIfAvailable(() -> (_, _, _) -> {}));
    if (store instanceof PostgresEventStore postgres) {
      postgres.onAppend(relay::wake);
    }
    return relay;
  }

  @Bean
  @ConditionalOnProperty("skald.event-store.relay.enabled")
  RelayLifecycle kafkaRelayLifecycle(KafkaRelay relay) {
    return new RelayLifecycle(relay);
  }
}
