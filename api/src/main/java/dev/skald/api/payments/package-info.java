/** Payments over REST. */
@NullMarked
package dev.skald.api.payments;

import org.jspecify.annotations.NullMarked;
