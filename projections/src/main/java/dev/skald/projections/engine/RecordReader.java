package dev.skald.projections.engine;

import dev.skald.eventstore.Metadata;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record's CloudEvents headers back into the event that the relay sent, but for its
 * metadata: the log is asked about it anyway.
 */
final class RecordReader {

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
        Metadata.EMPTY,
        Instant.parse(header(record, "ce_time")));
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
