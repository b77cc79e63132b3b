/** Orders with what became of them, to be read. */
@NullMarked
package dev.skald.projections.orders;

import org.jspecify.annotations.NullMarked;
