package dev.skald.projections.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.domain.accounts.AccountEvent.AccountFrozen;
import dev.skald.eventstore.Append;
import dev.skald.eventstore.CommandId;
import dev.skald.eventstore.Expected;
import dev.skald.eventstore.Fingerprint;
import dev.skald.eventstore.Metadata;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamId;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchesTest {

  private static final TopicPartition PARTITION = new TopicPartition("any.account", 0);

  private final World world = new World();
  private final Batches batches = new Batches(LogMembership.reading(world.log));

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void who_did_something_and_why_is_what_the_log_says_whatever_a_record_does() {
    world.log.append(
        Append.of(
                new CommandId("freeze"),
                Fingerprint.of("freeze"),
                new Metadata(Map.of(Metadata.TENANT, "acme", "clientAddress", "10.1.2.3")))
            .to(StreamId.of("account", "a"), Expected.any(), List.of(new AccountFrozen("why"))));
    RecordedEvent event = world.events().getLast();
    ConsumerRecord<byte[], byte[]> record = record(event);
    record.headers().add("ce_tenant", "somebody else".getBytes(UTF_8));
    record.headers().add("ce_actor", new byte[] {-1});

    Batches.Known known =
        batches.of(
            new ConsumerRecords<>(
                Map.of(PARTITION, List.of(record)), Map.of(PARTITION, new OffsetAndMetadata(1))));

    assertThat(known.events()).containsExactly(event);
    assertThat(known.foreign()).isEmpty();
  }

  private static ConsumerRecord<byte[], byte[]> record(RecordedEvent event) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            PARTITION.topic(),
            PARTITION.partition(),
            0,
            event.streamId().value().getBytes(UTF_8),
            event.data().getBytes(UTF_8));
    Map.of(
            "ce_position", event.position(),
            "ce_streamversion", event.version(),
            "ce_id", event.eventId(),
            "ce_type", event.type(),
            "ce_schemaversion", event.schemaVersion(),
            "ce_time", event.recordedAt())
        .forEach((name, value) -> record.headers().add(name, value.toString().getBytes(UTF_8)));
    return record;
  }
}
