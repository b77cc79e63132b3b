package dev.skald.eventstore;

import java.time.Instant;
import java.util.UUID;

/** An event as it stands in the log; its data is JSON as it was written. */
public record RecordedEvent(
    long position,
    StreamId streamId,
    long version,
    UUID eventId,
    String type,
    int schemaVersion,
    String data,
    Metadata metadata,
    Instant recordedAt) {

  /** What stands in place of data that was deleted. */
  public static final String DELETED = "null";

  /** Whether its data was deleted; all else is kept. */
  public boolean isDeleted() {
    return data.equals(DELETED);
  }

  public RecordedEvent withData(String other) {
    return new RecordedEvent(
        position, streamId, version, eventId, type, schemaVersion, other, metadata, recordedAt);
  }

  public RecordedEvent withMetadata(Metadata other) {
    return new RecordedEvent(
        position, streamId, version, eventId, type, schemaVersion, data, other, recordedAt);
  }
}
