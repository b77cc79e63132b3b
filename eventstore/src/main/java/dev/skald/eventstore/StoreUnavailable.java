package dev.skald.eventstore;

import org.jspecify.annotations.Nullable;

/** The store could not be asked in time. Nothing was appended. */
public final class StoreUnavailable extends RuntimeException {

  StoreUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
