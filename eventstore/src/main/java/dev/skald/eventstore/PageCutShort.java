package dev.skald.eventstore;

import org.jspecify.annotations.Nullable;

/** A page of the log was taken up to a position only: something failed, or an end was asked for. */
final class PageCutShort extends Exception {

  private final long position;

  PageCutShort(long position, @Nullable Throwable cause) {
    super(cause == null ? "closed" : cause.getMessage(), cause);
    this.position = position;
  }

  /** Of the last event that was done with; 0 if there is none. */
  long position() {
    return position;
  }
}
