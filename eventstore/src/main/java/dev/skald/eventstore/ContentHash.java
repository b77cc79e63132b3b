package dev.skald.eventstore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What makes a later change of the log evident. An event's content is hashed over the hash of its
 * data, so that the data can be deleted and the rest still be proven; the server chains the
 * contents of a stream, each with the hash before it, its position and its time.
 */
final class ContentHash {

  private static final Instant POSTGRES_EPOCH = Instant.parse("2000-01-01T00:00:00Z");

  private ContentHash() {}

  static byte[] ofData(String data) {
    return sha256().digest(data.getBytes(UTF_8));
  }

  static byte[] ofContent(
      StreamId stream,
      UUID eventId,
      String type,
      int schemaVersion,
      StoredMetadata metadata,
      byte[] dataHash) {
    MessageDigest hash = sha256();
    line(hash, stream.value());
    line(hash, eventId.toString());
    line(hash, type);
    line(hash, Integer.toString(schemaVersion));
    line(hash, metadata.commandId());
    line(hash, metadata.correlationId());
    line(hash, metadata.tenant());
    line(hash, metadata.rest());
    return hash.digest(dataHash);
  }

  /** As {@code append} computes it in the database. */
  static byte[] chained(byte[] previous, byte[] content, long position, Instant recordedAt) {
    MessageDigest hash = sha256();
    hash.update(previous);
    hash.update(content);
    long micros = POSTGRES_EPOCH.until(recordedAt, ChronoUnit.MICROS);
    return hash.digest(ByteBuffer.allocate(16).putLong(position).putLong(micros).array());
  }

  private static void line(MessageDigest hash, @Nullable String text) {
    if (text == null) {
      // Which no UTF-8 has: nothing is not the same as an empty text.
      hash.update((byte) 0xFF);
    } else {
      hash.update(text.getBytes(UTF_8));
      hash.update((byte) 0);
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
