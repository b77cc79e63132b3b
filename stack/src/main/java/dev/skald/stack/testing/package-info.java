/** Servers for tests, started once per build. */
@NullMarked
package dev.skald.stack.testing;

import org.jspecify.annotations.NullMarked;
