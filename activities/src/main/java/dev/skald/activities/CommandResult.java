package dev.skald.activities;

import dev.skald.domain.Refusal;

/** What a caller's command came to. */
public sealed interface CommandResult {

  /**
   * It holds.
   *
   * @param version of the resource after it
   * @param position from which on read models show it
   */
  record Done(long version, long position) implements CommandResult {}

  record Refused(Refusal refusal) implements CommandResult {}
}
