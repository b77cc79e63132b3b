/** How fast the event store is, beside raw Postgres and beside others. */
@NullMarked
package dev.skald.bench;

import org.jspecify.annotations.NullMarked;
