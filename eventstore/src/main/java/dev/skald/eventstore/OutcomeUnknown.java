package dev.skald.eventstore;

import org.jspecify.annotations.Nullable;

/**
 * The connection was lost while an append was committed, and has not come back in time to look. The
 * same append again, or a look at its command, tells.
 */
public final class OutcomeUnknown extends RuntimeException {

  private final transient CommandId commandId;

  OutcomeUnknown(CommandId commandId, @Nullable Throwable cause) {
    super("whether command '%s' was recorded is not known".formatted(commandId), cause);
    this.commandId = commandId;
  }

  public CommandId commandId() {
    return commandId;
  }
}
