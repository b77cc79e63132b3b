/** Drivers, done for real: who is where, and who gets which ride. */
@NullMarked
package dev.skald.activities.drivers;

import org.jspecify.annotations.NullMarked;
