/** Trips: what they cost, and how far they have come. */
@NullMarked
package dev.skald.domain.trips;

import org.jspecify.annotations.NullMarked;
