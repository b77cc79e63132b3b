package dev.skald.eventstore;

/** Names one command for ever. Whatever carries the same id happens once. */
public record CommandId(String value) {

  public CommandId {
    if (value.isBlank() || value.length() > 512) {
      throw new IllegalArgumentException(
          "command id '%s' must have 1 to 512 characters".formatted(value));
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
