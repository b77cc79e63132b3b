/** Drivers, and which ride they are on. */
@NullMarked
package dev.skald.projections.drivers;

import org.jspecify.annotations.NullMarked;
