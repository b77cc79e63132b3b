package dev.skald.eventstore;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates the topics of categories as they turn up. One that is there is left as it is, unless it
 * would refuse records that the relay may send.
 */
final class RelayTopics implements AutoCloseable {

  private static final int BATCH_OVERHEAD = 4096;

  private final RelayOptions options;
  private final Admin admin;
  private final Set<String> known = new HashSet<>();

  RelayTopics(RelayOptions options) {
    this.options = options;
    this.admin =
        Admin.create(
            options.clientSettings(
                Map.of(
                    AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                    "10000",
                    AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                    "5000")));
  }

  void ensure(List<RecordedEvent> events) throws InterruptedException {
    Set<String> missing =
        events.stream()
            .map(event -> options.topic(event.streamId().category()))
            .filter(topic -> !known.contains(topic))
            .collect(Collectors.toSet());
    for (String topic : missing) {
      if (!create(ofCategory(topic))) {
        letTake(topic, options.maxRecordBytes() + BATCH_OVERHEAD);
      }
      known.add(topic);
    }
  }

  /** Only the last position counts. */
  void ensurePositionTopic() throws InterruptedException {
    create(
        new NewTopic(PositionInKafka.topic(options), 1, options.replication())
            .configs(
                Map.of(
                    TopicConfig.CLEANUP_POLICY_CONFIG,
                    TopicConfig.CLEANUP_POLICY_COMPACT,
                    TopicConfig.SEGMENT_MS_CONFIG,
                    "3600000")));
  }

  private NewTopic ofCategory(String topic) {
    return new NewTopic(topic, options.partitions(), options.replication())
        .configs(
            Map.of(
                TopicConfig.RETENTION_MS_CONFIG, "-1",
                TopicConfig.RETENTION_BYTES_CONFIG, "-1",
                TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.COMPRESSION_TYPE_CONFIG, "producer",
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                    Integer.toString(options.maxRecordBytes() + BATCH_OVERHEAD)));
  }

  /** False where it is there already. */
  private boolean create(NewTopic wanted) throws InterruptedException {
    try {
      admin.createTopics(List.of(wanted)).all().get();
      return true;
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new KafkaException("cannot create topic " + wanted.name(), e.getCause());
      }
      return false;
    }
  }

  /** A topic made when records had to be smaller would refuse those that may be sent now. */
  private void letTake(String topic, int bytes) throws InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    String limit = TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
    try {
      for (Config config : admin.describeConfigs(Set.of(resource)).all().get().values()) {
        if (Integer.parseInt(config.get(limit).value()) < bytes) {
          ConfigEntry higher = new ConfigEntry(limit, Integer.toString(bytes));
          AlterConfigOp raise = new AlterConfigOp(higher, AlterConfigOp.OpType.SET);
          admin.incrementalAlterConfigs(Map.of(resource, List.of(raise))).all().get();
        }
      }
    } catch (ExecutionException e) {
      // Who may not change topics leaves their limits to whoever may.
      if (!(e.getCause() instanceof AuthorizationException)) {
        throw new KafkaException("cannot raise the limit of topic " + topic, e.getCause());
      }
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
