/** Shipments: what left the house, and where to. */
@NullMarked
package dev.skald.domain.shipping;

import org.jspecify.annotations.NullMarked;
