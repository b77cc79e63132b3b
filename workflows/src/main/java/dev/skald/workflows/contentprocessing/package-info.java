/** From a source to content that people can see. */
@NullMarked
package dev.skald.workflows.contentprocessing;

import org.jspecify.annotations.NullMarked;
