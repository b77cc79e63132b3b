/** Finding orders, content and sagas by words. */
@NullMarked
package dev.skald.projections.search;

import org.jspecify.annotations.NullMarked;
