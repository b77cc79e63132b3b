/**
 * Reads the bytecode of workflow code and finds what would not come out the same when a run is
 * replayed. {@link dev.skald.workflows.determinism.Determinism} is where to begin.
 */
@NullMarked
package dev.skald.workflows.determinism;

import org.jspecify.annotations.NullMarked;
