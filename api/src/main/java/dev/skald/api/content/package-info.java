/** Content over REST. */
@NullMarked
package dev.skald.api.content;

import org.jspecify.annotations.NullMarked;
