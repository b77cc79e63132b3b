/** The list of sagas. */
@NullMarked
package dev.skald.workflows;

import org.jspecify.annotations.NullMarked;
