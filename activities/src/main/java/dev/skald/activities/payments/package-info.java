/** Payments, done for real, or as a rehearsal has it. */
@NullMarked
package dev.skald.activities.payments;

import org.jspecify.annotations.NullMarked;
