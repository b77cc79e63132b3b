/** Orders: what was ordered, at which prices, and whether it still holds. */
@NullMarked
package dev.skald.domain.orders;

import org.jspecify.annotations.NullMarked;
