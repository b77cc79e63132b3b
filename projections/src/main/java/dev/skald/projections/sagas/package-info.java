/** The read model of sagas: what ran, how far, and how it ended. */
@NullMarked
package dev.skald.projections.sagas;

import org.jspecify.annotations.NullMarked;
