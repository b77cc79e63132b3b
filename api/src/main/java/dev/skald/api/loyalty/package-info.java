/** Customers' points over REST. */
@NullMarked
package dev.skald.api.loyalty;

import org.jspecify.annotations.NullMarked;
