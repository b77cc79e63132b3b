/** A Postgres event store: streams, append, read, subscribe, and a relay to Kafka. */
@NullMarked
package dev.skald.eventstore;

import org.jspecify.annotations.NullMarked;
