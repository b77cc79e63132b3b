package dev.skald.stack;

/** A server cannot be started; the message is a sentence for whoever started it. */
public final class ServerFailed extends RuntimeException {

  public ServerFailed(String message) {
    super(message);
  }

  public ServerFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
