/** A driver, a fare, a payment, and a trip: all of them, or none. */
@NullMarked
package dev.skald.workflows.ridebooking;

import org.jspecify.annotations.NullMarked;
