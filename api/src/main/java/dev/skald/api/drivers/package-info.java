/** Drivers over REST. */
@NullMarked
package dev.skald.api.drivers;

import org.jspecify.annotations.NullMarked;
