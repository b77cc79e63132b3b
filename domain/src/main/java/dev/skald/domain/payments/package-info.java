/** Payments: taken once, and given back once at most. */
@NullMarked
package dev.skald.domain.payments;

import org.jspecify.annotations.NullMarked;
