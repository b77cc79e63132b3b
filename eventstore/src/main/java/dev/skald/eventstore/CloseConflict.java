package dev.skald.eventstore;

/** A command that was to be closed has happened meanwhile, or has not, other than expected. */
public final class CloseConflict extends RuntimeException {

  private final transient CommandId commandId;

  public CloseConflict(CommandId commandId, boolean expectedHappened) {
    super(
        "command '%s' was expected %s, but has%s"
            .formatted(
                commandId,
                expectedHappened ? "to have happened" : "not to have happened",
                expectedHappened ? " not" : ""));
    this.commandId = commandId;
  }

  public CommandId commandId() {
    return commandId;
  }
}
