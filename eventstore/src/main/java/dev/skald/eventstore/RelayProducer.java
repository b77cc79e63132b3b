package dev.skald.eventstore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends pages of the log in order. After a failure it is of no use: what it still holds is lost.
 *
 * <p>Where each record is to be in Kafka exactly once, a page and the position it reaches are one
 * transaction there; a new producer fences the one before it and begins at the position that stands
 * in Kafka, whatever Postgres says.
 */
final class RelayProducer implements AutoCloseable {

  /** What a record costs besides its bytes, at most. */
  private static final int OVERHEAD = 128;

  private final RelayOptions options;

  private final CloudEventRecords records;
  private final RelayTopics topics;
  private final Producer<String, String> producer;

  RelayProducer(RelayOptions options) {
    this.options = options;
    this.records = new CloudEventRecords(options);
    this.producer =
        new KafkaProducer<>(settings(options), new StringSerializer(), new StringSerializer());
    try {
      this.topics = new RelayTopics(options);
    } catch (KafkaException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  long begin(long checkpoint) throws InterruptedException {
    if (!options.exactlyOnce()) {
      return checkpoint;
    }
    topics.ensurePositionTopic();
    producer.initTransactions();
    return Math.max(checkpoint, PositionInKafka.read(options));
  }

  int sizeOf(RecordedEvent event) {
    int size = OVERHEAD + event.streamId().value().length();
    size += (int) StoredText.bytes(event.data(), options.maxRecordBytes() / 2);
    for (Header header : records.of(event).headers()) {
      size += header.key().length() + header.value().length + 10;
    }
    return size;
  }

  /** Returns when all of it is acknowledged by all replicas. */
  void send(List<RecordedEvent> events, long reached) throws InterruptedException {
    topics.ensure(events);
    if (!options.exactlyOnce()) {
      sendAll(events.stream().map(records::of).toList());
      return;
    }
    producer.beginTransaction();
    List<ProducerRecord<String, String>> all =
        new ArrayList<>(events.stream().map(records::of).toList());
    all.add(PositionInKafka.of(options, reached));
    sendAll(all);
    producer.commitTransaction();
  }

  private void sendAll(List<ProducerRecord<String, String>> all) throws InterruptedException {
    List<Future<RecordMetadata>> sent = new ArrayList<>(all.size());
    for (ProducerRecord<String, String> each : all) {
      sent.add(producer.send(each, this::stopAtFailure));
    }
    long deadline = System.nanoTime() + options.delivery().toNanos();
    for (Future<RecordMetadata> each : sent) {
      try {
        each.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (ExecutionException e) {
        throw new KafkaException("a record was not accepted", e.getCause());
      } catch (TimeoutException e) {
        throw new KafkaException("records were not accepted within " + options.delivery(), e);
      }
    }
  }

  /** What comes after a record that failed must not arrive before it. */
  private void stopAtFailure(@Nullable RecordMetadata sent, @Nullable Exception failure) {
    if (failure != null) {
      producer.close(Duration.ZERO);
    }
  }

  private static Map<String, Object> settings(RelayOptions options) {
    Map<String, Object> settings = new HashMap<>();
    // Long enough for a page to go in one request, whatever topics it is for.
    settings.put(ProducerConfig.LINGER_MS_CONFIG, "1");
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, "262144");
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "10000");
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.putAll(options.clientSettings(promised(options)));
    return settings;
  }

  /** What no setting of a user may weaken. */
  private static Map<String, String> promised(RelayOptions options) {
    Map<String, String> settings = new HashMap<>();
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    // A partition takes any sequence number from a producer that it meets for the first time, so a
    // second batch could come first; and a batch that expires would be overtaken by the next.
    settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1");
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.toString(Integer.MAX_VALUE));
    settings.put(
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(options.maxRecordBytes() + 1024));
    if (options.exactlyOnce()) {
      settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, options.name());
    }
    return settings;
  }

  /** At once: records that wait would come after those that are sent anew. */
  @Override
  public void close() {
    producer.close(Duration.ZERO);
    topics.close();
  }
}
