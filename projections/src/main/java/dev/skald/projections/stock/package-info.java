/** Products and their stock, to be read. */
@NullMarked
package dev.skald.projections.stock;

import org.jspecify.annotations.NullMarked;
