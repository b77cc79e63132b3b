/** Shipments over REST. */
@NullMarked
package dev.skald.api.shipping;

import org.jspecify.annotations.NullMarked;
