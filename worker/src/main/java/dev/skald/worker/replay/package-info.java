/**
 * A program that replays the histories of a live server with the code at hand, to be run before a
 * deploy: what would break then breaks here.
 */
@NullMarked
package dev.skald.worker.replay;

import org.jspecify.annotations.NullMarked;
