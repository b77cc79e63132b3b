package dev.skald.eventstore;

import java.util.UUID;

/** Which event stands at a position, without what it says. */
public record EventIdentity(long position, UUID eventId, StreamId streamId, long version) {}
