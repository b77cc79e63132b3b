/**
 * Programs for the release of new code: {@link dev.skald.worker.release.Replay} tells beforehand
 * what it would break, {@link dev.skald.worker.release.Deploy} sends runs to it.
 */
@NullMarked
package dev.skald.worker.release;

import org.jspecify.annotations.NullMarked;
