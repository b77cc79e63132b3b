/** Trips, done for real: what they cost, and that they take place. */
@NullMarked
package dev.skald.activities.trips;

import org.jspecify.annotations.NullMarked;
