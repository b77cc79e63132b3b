package dev.skald.eventstore;

/** An append says what cannot be stored; it was not, and never will be. */
public final class InvalidAppend extends IllegalArgumentException {

  public InvalidAppend(String message) {
    super(message);
  }

  InvalidAppend(String message, Throwable cause) {
    super(message, cause);
  }
}
