/** Content, and what there is of it. */
@NullMarked
package dev.skald.projections.content;

import org.jspecify.annotations.NullMarked;
