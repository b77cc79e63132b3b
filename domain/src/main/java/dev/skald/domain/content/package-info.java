/** Content: stored, processed and published. */
@NullMarked
package dev.skald.domain.content;

import org.jspecify.annotations.NullMarked;
