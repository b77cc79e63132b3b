/** Shipments, done for real. */
@NullMarked
package dev.skald.activities.shipping;

import org.jspecify.annotations.NullMarked;
