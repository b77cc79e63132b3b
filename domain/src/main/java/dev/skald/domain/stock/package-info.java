/** Products: what they cost, how many there are, and for whom they are kept. */
@NullMarked
package dev.skald.domain.stock;

import org.jspecify.annotations.NullMarked;
