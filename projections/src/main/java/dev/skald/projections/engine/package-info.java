/** Folds the log into tables so that each event counts once: what all projections share. */
@NullMarked
package dev.skald.projections.engine;

import org.jspecify.annotations.NullMarked;
