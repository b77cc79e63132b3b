/** Products over REST. */
@NullMarked
package dev.skald.api.stock;

import org.jspecify.annotations.NullMarked;
