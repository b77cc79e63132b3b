package dev.skald.projections.engine;

import java.util.Map;

/**
 * How to reach Kafka.
 *
 * @param topicPrefix a category's topic is {@code <prefix>.<category>}, as the relay calls it
 * @param groupPrefix tells apart the consumer groups of installations that share a broker
 * @param more further settings of the Kafka clients, as they call them: security above all
 */
public record KafkaSettings(
    String bootstrapServers, String topicPrefix, String groupPrefix, Map<String, String> more) {

  public KafkaSettings {
    more = Map.copyOf(more);
  }
}
