package dev.skald.projections.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What the broker says of topics, asked anew each time. */
final class Topics {

  private static final long SECONDS = 10;

  /** The end of a partition: everything before it had been sent when it was asked for. */
  record End(String topicId, long offset) {}

  private final Admin admin;
  private final String prefix;

  Topics(Admin admin, String prefix) {
    this.admin = admin;
    this.prefix = prefix;
  }

  Collection<String> of(Projection projection) {
    return projection.categories().stream().map(this::of).toList();
  }

  String of(String category) {
    return prefix + "." + category;
  }

  /** All partitions that there are, each with its topic's id. */
  Map<TopicPartition, String> ids(Collection<String> topics) {
    Map<TopicPartition, String> ids = new HashMap<>();
    for (TopicDescription topic : describe(topics).values()) {
      topic
          .partitions()
          .forEach(
              partition ->
                  ids.put(
                      new TopicPartition(topic.name(), partition.partition()),
                      topic.topicId().toString()));
    }
    return ids;
  }

  /** Of all partitions that there are; a topic that does not exist yet has none. */
  Map<TopicPartition, End> ends(Collection<String> topics) {
    Map<TopicPartition, String> ids = ids(topics);
    if (ids.isEmpty()) {
      return Map.of();
    }
    var latest = ids.keySet().stream().collect(Collectors.toMap(p -> p, _ -> OffsetSpec.latest()));
    Map<TopicPartition, End> ends = new HashMap<>();
    get(admin.listOffsets(latest).all())
        .forEach(
            (partition, end) ->
                ends.put(partition, new End(ids.getOrDefault(partition, ""), end.offset())));
    return ends;
  }

  private Map<String, TopicDescription> describe(Collection<String> topics) {
    Map<String, TopicDescription> known = new HashMap<>();
    admin
        .describeTopics(topics)
        .topicNameValues()
        .forEach(
            (topic, future) -> {
              try {
                known.put(topic, get(future));
              } catch (UnknownTopicOrPartitionException _) {
                // Nothing of this category was ever sent.
              }
            });
    return known;
  }

  private static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (TimeoutException e) {
      throw new org.apache.kafka.common.errors.TimeoutException("Kafka does not answer", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
    }
  }
}
