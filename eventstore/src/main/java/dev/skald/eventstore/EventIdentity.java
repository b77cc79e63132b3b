package dev.skald.eventstore;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;

/**
 * Which event stands at a position, and what it says, which a hash is enough to recognise.
 *
 * @param dataHash SHA-256 of the data as it was written
 */
public record EventIdentity(
    long position,
    StreamId streamId,
    long version,
    UUID eventId,
    String type,
    int schemaVersion,
    Instant recordedAt,
    ByteBuffer dataHash) {

  public static EventIdentity of(RecordedEvent event) {
    return of(event, ContentHash.ofData(event.data()));
  }

  static EventIdentity of(RecordedEvent event, byte[] dataHash) {
    return new EventIdentity(
        event.position(),
        event.streamId(),
        event.version(),
        event.eventId(),
        event.type(),
        event.schemaVersion(),
        event.recordedAt(),
        ByteBuffer.wrap(dataHash));
  }

  /** Enough to tell nearly all of them apart, and they are looked up often. */
  @Override
  public int hashCode() {
    return Long.hashCode(position);
  }
}
