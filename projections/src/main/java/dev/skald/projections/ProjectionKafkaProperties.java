package dev.skald.projections;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param properties further settings of all Kafka clients, as these call them
 */
@ConfigurationProperties("skald.kafka")
record ProjectionKafkaProperties(
    @DefaultValue("127.0.0.1:9092") String bootstrapServers,
    @DefaultValue Map<String, String> properties) {

  ProjectionKafkaProperties {
    if (!bootstrapServers.matches("[^,:\\s]+:\\d+(,[^,:\\s]+:\\d+)*")) {
      throw new IllegalArgumentException(
          "skald.kafka.bootstrap-servers '%s' must be host:port, several with commas between"
              .formatted(bootstrapServers));
    }
    properties = Map.copyOf(properties);
  }
}
