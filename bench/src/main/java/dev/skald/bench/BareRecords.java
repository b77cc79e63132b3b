package dev.skald.bench;

import dev.skald.eventstore.Metadata;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads events from records and trusts them: only what some projection looks at. */
final class BareRecords {

  private BareRecords() {}

  static RecordedEvent event(ConsumerRecord<byte[], byte[]> record) {
    return new RecordedEvent(
        Long.parseLong(header(record, "ce_position")),
        new StreamId(new String(record.key(), StandardCharsets.UTF_8)),
        Long.parseLong(header(record, "ce_streamversion")),
        UUID.fromString(header(record, "ce_id")),
        header(record, "ce_type"),
        Integer.parseInt(header(record, "ce_schemaversion")),
        new String(record.value(), StandardCharsets.UTF_8),
        record.headers().lastHeader("ce_sagaid") == null
            ? Metadata.EMPTY
            : new Metadata(Map.of("sagaId", header(record, "ce_sagaid"))),
        Instant.parse(header(record, "ce_time")));
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
