package dev.skald.projections;

import dev.skald.domain.EventTypes;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.projections.engine.RelayPosition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The log, as this program knows it: which events there are, and how far Kafka has them. */
@Configuration(proxyBeanMethods = false)
public class LogConfiguration {

  @Bean
  EventTypeRegistry eventTypes() {
    return new EventTypeRegistry(
        EventTypes.ALL.stream()
            .map(type -> new EventTypeRegistry.EventType(type.name(), type.version(), type.data()))
            .toList());
  }

  @Bean
  RelayPosition publishedPosition(dev.skald.eventstore.RelayPosition relay) {
    return relay::current;
  }
}
