package dev.skald.eventstore;

/** A command was closed, and can no longer happen. */
public final class CommandClosed extends RuntimeException {

  private final transient CommandId commandId;

  public CommandClosed(CommandId commandId) {
    super("command '%s' is closed and can no longer happen".formatted(commandId));
    this.commandId = commandId;
  }

  public CommandId commandId() {
    return commandId;
  }
}
