/** Showing things as they change, as server-sent events. */
@NullMarked
package dev.skald.api.live;

import org.jspecify.annotations.NullMarked;
