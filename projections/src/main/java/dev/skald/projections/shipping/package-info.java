/** Shipments, to be read. */
@NullMarked
package dev.skald.projections.shipping;

import org.jspecify.annotations.NullMarked;
