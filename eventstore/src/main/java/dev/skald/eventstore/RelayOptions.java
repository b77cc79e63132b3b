package dev.skald.eventstore;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Where the relay publishes to, and how.
 *
 * @param topicPrefix a category's topic is {@code <prefix>.<category>}
 * @param source the {@code ce_source} of every record
 * @param dataSchemaBase what stands before {@code <type>/<version>} in {@code ce_dataschema}
 * @param partitions of a topic that it creates
 * @param replication of a topic that it creates; -1 leaves it to the broker
 * @param pollInterval how long it rests when it has published everything
 * @param maxRecordBytes above which a record is not sent, but its stream parked
 * @param exactlyOnce whether pages are transactions in Kafka, for those who read only what is
 *     committed
 * @param clients further settings of its Kafka clients
 */
public record RelayOptions(
    String bootstrapServers,
    String topicPrefix,
    String source,
    String dataSchemaBase,
    int partitions,
    short replication,
    int pageSize,
    Duration pollInterval,
    int maxRecordBytes,
    boolean exactlyOnce,
    Map<String, String> clients) {

  public RelayOptions {
    clients = Map.copyOf(clients);
    if (bootstrapServers.isBlank() || !topicPrefix.matches("[A-Za-z0-9._-]{1,100}")) {
      throw new IllegalArgumentException(
          "bootstrap servers '%s' or topic prefix '%s' cannot be used"
              .formatted(bootstrapServers, topicPrefix));
    }
    if (partitions < 1 || pageSize < 1 || maxRecordBytes < 1) {
      throw new IllegalArgumentException(
          "partitions, page size and record size of the relay must be positive");
    }
    delivery(clients);
  }

  public static RelayOptions of(String bootstrapServers) {
    return new RelayOptions(
        bootstrapServers,
        "skald",
        "skald",
        "/api/v1/schemas/",
        6,
        (short) -1,
        1_000,
        Duration.ofMillis(5),
        1_000_000,
        false,
        Map.of());
  }

  public RelayOptions withTopicPrefix(String prefix) {
    return with(prefix, maxRecordBytes, exactlyOnce, clients);
  }

  public RelayOptions withMaxRecordBytes(int bytes) {
    return with(topicPrefix, bytes, exactlyOnce, clients);
  }

  public RelayOptions withExactlyOnce() {
    return with(topicPrefix, maxRecordBytes, true, clients);
  }

  public RelayOptions withClients(Map<String, String> settings) {
    return with(topicPrefix, maxRecordBytes, exactlyOnce, settings);
  }

  private RelayOptions with(
      String prefix, int recordBytes, boolean once, Map<String, String> settings) {
    return new RelayOptions(
        bootstrapServers,
        prefix,
        source,
        dataSchemaBase,
        partitions,
        replication,
        pageSize,
        pollInterval,
        recordBytes,
        once,
        settings);
  }

  /** The settings of a client of its own, which are stronger than those of all. */
  Map<String, Object> clientSettings(Map<String, String> own) {
    Map<String, Object> settings = new HashMap<>(clients);
    settings.putAll(own);
    settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return settings;
  }

  /** How long a page may take before a new producer, and topics as they are then, are tried. */
  Duration delivery() {
    return delivery(clients);
  }

  private static Duration delivery(Map<String, String> clients) {
    String millis = clients.getOrDefault(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000");
    if (!millis.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException(
          "%s '%s' is no number of milliseconds"
              .formatted(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis));
    }
    return Duration.ofMillis(Long.parseLong(millis));
  }

  /** Relays of one prefix share a checkpoint and a lock. */
  String name() {
    return name(topicPrefix);
  }

  static String name(String topicPrefix) {
    return "relay/" + topicPrefix;
  }

  String topic(String category) {
    return topicPrefix + "." + category;
  }
}
