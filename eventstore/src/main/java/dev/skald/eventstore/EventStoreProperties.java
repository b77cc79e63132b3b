package dev.skald.eventstore;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings {@code skald.event-store.*}.
 *
 * @param migrate whether the schema is brought up to date at the start
 */
@ConfigurationProperties("skald.event-store")
record EventStoreProperties(
    @DefaultValue("true") boolean migrate,
    @DefaultValue("2") int writers,
    @DefaultValue("256") int maxGroup,
    @DefaultValue("4096") int queueCapacity,
    @DefaultValue("10s") Duration appendTimeout,
    @DefaultValue("8388608") int maxEventBytes,
    @DefaultValue("10000") int maxEvents,
    @DefaultValue Relay relay) {

  record Relay(
      @DefaultValue("false") boolean enabled,
      @DefaultValue("skald") String topicPrefix,
      @DefaultValue("skald") String source,
      @DefaultValue("/api/v1/schemas/") String dataSchemaBase,
      @DefaultValue("6") int partitions,
      @DefaultValue("-1") short replication,
      @DefaultValue("1000") int pageSize,
      @DefaultValue("5ms") Duration pollInterval,
      @DefaultValue("1000000") int maxRecordBytes,
      @DefaultValue("false") boolean exactlyOnce,
      @DefaultValue Map<String, String> producer) {}

  /** The options check themselves. */
  EventStoreOptions options() {
    return new EventStoreOptions(
        writers, maxGroup, queueCapacity, appendTimeout, maxEventBytes, maxEvents);
  }

  RelayOptions relayOptions(String bootstrapServers) {
    return new RelayOptions(
        bootstrapServers,
        relay.topicPrefix(),
        relay.source(),
        relay.dataSchemaBase(),
        relay.partitions(),
        relay.replication(),
        relay.pageSize(),
        relay.pollInterval(),
        relay.maxRecordBytes(),
        relay.exactlyOnce(),
        relay.producer());
  }
}
