/** Drivers: where they are, and which ride they are on. */
@NullMarked
package dev.skald.domain.drivers;

import org.jspecify.annotations.NullMarked;
