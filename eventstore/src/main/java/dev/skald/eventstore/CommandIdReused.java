package dev.skald.eventstore;

/** A command id came with another command than the one it belongs to. */
public final class CommandIdReused extends RuntimeException {

  private final transient CommandId commandId;

  public CommandIdReused(CommandId commandId) {
    super("command id '%s' was used for another command".formatted(commandId));
    this.commandId = commandId;
  }

  public CommandId commandId() {
    return commandId;
  }
}
