/** Customers' points, done for real. */
@NullMarked
package dev.skald.activities.loyalty;

import org.jspecify.annotations.NullMarked;
