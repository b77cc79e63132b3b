package dev.skald.eventstore;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The relay's position as a record in Kafka, in the transaction of the page that led to it. */
final class PositionInKafka {

  private static final Duration POLL = Duration.ofMillis(500);

  private PositionInKafka() {}

  /** No category has an underscore in it. */
  static String topic(RelayOptions options) {
    return options.topicPrefix() + "._relay_position";
  }

  static ProducerRecord<String, String> of(RelayOptions options, long position) {
    return new ProducerRecord<>(topic(options), 0, "position", Long.toString(position));
  }

  /** The last one that was committed; 0 where there is none. */
  static long read(RelayOptions options) {
    TopicPartition partition = new TopicPartition(topic(options), 0);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            options.clientSettings(
                Map.of(
                    ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                    "read_committed",
                    ConsumerConfig.GROUP_ID_CONFIG,
                    "skald-relay-" + UUID.randomUUID(),
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                    "false")),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      consumer.seekToBeginning(List.of(partition));
      long position = 0;
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<String, String> each : consumer.poll(POLL)) {
          position = Math.max(position, Long.parseLong(each.value()));
        }
      }
      return position;
    }
  }
}
