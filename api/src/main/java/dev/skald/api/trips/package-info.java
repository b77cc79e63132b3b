/** Trips over REST. */
@NullMarked
package dev.skald.api.trips;

import org.jspecify.annotations.NullMarked;
