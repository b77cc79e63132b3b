package dev.skald.projections.engine;

import dev.skald.eventstore.Metadata;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Reads a record's CloudEvents headers back into the event that the relay sent. */
final class RecordReader {

  // CloudEvents knows names in lower case only.
  private static final Map<String, String> METADATA =
      Map.of(
          "ce_correlationid", Metadata.CORRELATION_ID,
          "ce_causationid", Metadata.CAUSATION_ID,
          "ce_commandid", Metadata.COMMAND_ID,
          "ce_actor", Metadata.ACTOR,
          "ce_tenant", Metadata.TENANT,
          "ce_traceparent", Metadata.TRACEPARENT,
          "ce_sagaid", "sagaId");

  private RecordReader() {}

  static Incoming read(ConsumerRecord<byte[], byte[]> record) {
    try {
      return new Incoming.Event(record, event(record));
    } catch (IllegalArgumentException | DateTimeException | CharacterCodingException e) {
      return new Incoming.Foreign(record, "not an event: " + e.getMessage());
    }
  }

  private static RecordedEvent event(ConsumerRecord<byte[], byte[]> record)
      throws CharacterCodingException {
    StreamId stream = new StreamId(text("key", record.key()));
    return new RecordedEvent(
        Long.parseLong(header(record, "ce_position")),
        stream,
        Long.parseLong(header(record, "ce_streamversion")),
        UUID.fromString(header(record, "ce_id")),
        header(record, "ce_type"),
        Integer.parseInt(header(record, "ce_schemaversion")),
        text("value", record.value()),
        metadata(record),
        Instant.parse(header(record, "ce_time")));
  }

  private static Metadata metadata(ConsumerRecord<?, ?> record) throws CharacterCodingException {
    Map<String, String> values = new HashMap<>();
    for (Header header : record.headers()) {
      String name = METADATA.get(header.key());
      if (name != null) {
        values.put(name, text(header.key(), header.value()));
      }
    }
    return new Metadata(values);
  }

  private static String header(ConsumerRecord<?, ?> record, String name)
      throws CharacterCodingException {
    Header header = record.headers().lastHeader(name);
    return text(name, header == null ? null : header.value());
  }

  private static String text(String what, byte @Nullable [] bytes) throws CharacterCodingException {
    if (bytes == null) {
      throw new IllegalArgumentException(what + " is missing");
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    // What is no text comes out with this character; so does what was written with it.
    return text.indexOf('\uFFFD') < 0
        ? text
        : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
