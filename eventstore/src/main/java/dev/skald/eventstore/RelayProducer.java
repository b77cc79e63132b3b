package dev.skald.eventstore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends pages of the log in order. After a failure it is of no use: what it still holds is lost.
 */
final class RelayProducer implements AutoCloseable {

  private final CloudEventRecords records;
  private final RelayTopics topics;
  private final Producer<String, String> producer;

  RelayProducer(RelayOptions options) {
    this.records = new CloudEventRecords(options);
    this.topics = new RelayTopics(options);
    this.producer =
        new KafkaProducer<>(settings(options), new StringSerializer(), new StringSerializer());
  }

  /** Returns when all of it is acknowledged by all replicas. */
  void send(List<RecordedEvent> events) throws InterruptedException {
    topics.ensure(events);
    List<Future<RecordMetadata>> sent = new ArrayList<>(events.size());
    for (RecordedEvent event : events) {
      sent.add(producer.send(records.of(event)));
    }
    producer.flush();
    for (Future<RecordMetadata> each : sent) {
      try {
        each.get();
      } catch (ExecutionException e) {
        throw new KafkaException("a record was not accepted", e.getCause());
      }
    }
  }

  private static Map<String, Object> settings(RelayOptions options) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.LINGER_MS_CONFIG, "0");
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, "262144");
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000");
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "10000");
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.putAll(options.producer());
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, options.bootstrapServers());
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    return settings;
  }

  /** At once: records that wait would come after those that are sent anew. */
  @Override
  public void close() {
    producer.close(Duration.ZERO);
    topics.close();
  }
}
