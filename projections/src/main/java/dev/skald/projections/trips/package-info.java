/** Trips, and what they cost. */
@NullMarked
package dev.skald.projections.trips;

import org.jspecify.annotations.NullMarked;
