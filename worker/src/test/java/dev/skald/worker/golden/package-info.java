/**
 * Histories of every path that a saga can take, recorded from a real server, and what has to hold
 * of them with the code of today: they replay, and ask for the same with the same limits and words.
 */
@NullMarked
package dev.skald.worker.golden;

import org.jspecify.annotations.NullMarked;
