/** Sagas over REST: start, follow, call off, decide. */
@NullMarked
package dev.skald.api.sagas;

import org.jspecify.annotations.NullMarked;
