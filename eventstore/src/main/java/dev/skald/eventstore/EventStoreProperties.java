package dev.skald.eventstore;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the event store works.
 *
 * @param migrate whether the schema is brought up to date at the start
 * @param writers groups of appends committed at once, a connection each
 * @param maxGroup appends in a group
 * @param queueCapacity appends that wait; more are refused for now
 * @param appendTimeout after which an append gives up
 * @param maxEventBytes of one event
 * @param maxEvents of one append
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

  /**
   * How the log gets to Kafka.
   *
   * @param enabled whether this program publishes the log; a worker does where nothing is said
   * @param source the `ce_source` of every record
   * @param dataSchemaBase what stands before type and version in `ce_dataschema`
   * @param partitions of a topic that it creates
   * @param replication of a topic that it creates; -1 leaves it to the broker
   * @param pageSize events published at a time
   * @param pollInterval how long it rests when it has published everything
   * @param maxRecordBytes above which a record is not sent, but its stream parked
   * @param exactlyOnce whether pages are transactions in Kafka, for those who read only what is
   *     committed
   */
  record Relay(
      @DefaultValue("false") boolean enabled,
      @DefaultValue("skald") String source,
      @DefaultValue("/api/v1/schemas/") String dataSchemaBase,
      @DefaultValue("6") int partitions,
      @DefaultValue("-1") short replication,
      @DefaultValue("1000") int pageSize,
      @DefaultValue("5ms") Duration pollInterval,
      @DefaultValue("1000000") int maxRecordBytes,
      @DefaultValue("false") boolean exactlyOnce) {}

  /** The options check themselves. */
  EventStoreOptions options() {
    return new EventStoreOptions(
        writers, maxGroup, queueCapacity, appendTimeout, maxEventBytes, maxEvents);
  }

  RelayOptions relayOptions(KafkaProperties kafka) {
    return new RelayOptions(
        kafka.bootstrapServers(),
        kafka.topicPrefix(),
        relay.source(),
        relay.dataSchemaBase(),
        relay.partitions(),
        relay.replication(),
        relay.pageSize(),
        relay.pollInterval(),
        relay.maxRecordBytes(),
        relay.exactlyOnce(),
        kafka.properties());
  }
}
