/** Products and their stock, done for real: the steps of sagas and the commands of callers. */
@NullMarked
package dev.skald.activities.stock;

import org.jspecify.annotations.NullMarked;
