/** Points that customers get for what they spend. */
@NullMarked
package dev.skald.domain.loyalty;

import org.jspecify.annotations.NullMarked;
