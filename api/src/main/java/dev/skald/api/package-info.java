/** The program that callers and operators talk to. */
@NullMarked
package dev.skald.api;

import org.jspecify.annotations.NullMarked;
