/** Content, done for real: every piece is worked on for as long as it takes. */
@NullMarked
package dev.skald.activities.content;

import org.jspecify.annotations.NullMarked;
