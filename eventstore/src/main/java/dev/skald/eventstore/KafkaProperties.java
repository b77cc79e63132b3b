package dev.skald.eventstore;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where Kafka is, and what is ours there.
 *
 * @param bootstrapServers host:port, several with commas between
 * @param topicPrefix a category's topic is `prefix.category`
 * @param properties further settings of all Kafka clients, as these call them
 */
@ConfigurationProperties("skald.kafka")
public record KafkaProperties(
    @DefaultValue("127.0.0.1:9092") String bootstrapServers,
    @DefaultValue("skald") String topicPrefix,
    @DefaultValue Map<String, String> properties) {

  public KafkaProperties {
    require(
        bootstrapServers.matches("[^,:\\s]+:\\d+(,[^,:\\s]+:\\d+)*"),
        "bootstrap-servers",
        bootstrapServers,
        "host:port, several with commas between");
    require(
        topicPrefix.matches("[A-Za-z0-9._-]{1,100}"),
        "topic-prefix",
        topicPrefix,
        "1 to 100 letters, digits, '.', '_' or '-'");
    properties = Map.copyOf(properties);
  }

  private static void require(boolean holds, String key, String value, String right) {
    if (!holds) {
      throw new IllegalArgumentException(
          "skald.kafka.%s is '%s', but must be %s".formatted(key, value, right));
    }
  }
}
