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
    Instant recordedAt) {}
