/** Customers' points, to be read. */
@NullMarked
package dev.skald.projections.loyalty;

import org.jspecify.annotations.NullMarked;
