/** Searching over REST. */
@NullMarked
package dev.skald.api.search;

import org.jspecify.annotations.NullMarked;
