/** Payments, to be read. */
@NullMarked
package dev.skald.projections.payments;

import org.jspecify.annotations.NullMarked;
