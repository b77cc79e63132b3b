/** What every context shares: money, refusals, decisions, and the list of all event types. */
@NullMarked
package dev.skald.domain;

import org.jspecify.annotations.NullMarked;
