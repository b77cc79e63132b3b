/** Postgres, Kafka and Temporal as child processes that live no longer than their starter. */
@NullMarked
package dev.skald.stack;

import org.jspecify.annotations.NullMarked;
