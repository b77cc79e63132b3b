/** Orders, done for real. */
@NullMarked
package dev.skald.activities.orders;

import org.jspecify.annotations.NullMarked;
