package dev.skald.projections;

import dev.skald.domain.EventTypes;
import dev.skald.eventstore.EventTypeRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Tells the event store which events there are. */
@Configuration(proxyBeanMethods = false)
public class LogConfiguration {

  @Bean
  EventTypeRegistry eventTypes() {
    return new EventTypeRegistry(
        EventTypes.ALL.stream()
            .map(type -> new EventTypeRegistry.EventType(type.name(), type.version(), type.data()))
            .toList());
  }
}
