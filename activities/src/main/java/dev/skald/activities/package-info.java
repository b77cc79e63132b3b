/** How steps are done and recorded once, whatever context they belong to. */
@NullMarked
package dev.skald.activities;

import org.jspecify.annotations.NullMarked;
