@NullMarked
package dev.skald.eventstore;

import org.jspecify.annotations.NullMarked;
