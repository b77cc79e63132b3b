package dev.skald.eventstore;

import java.util.List;

/**
 * What is known of a command: whether it is closed, and what it wrote (nothing, if it was closed
 * before it came).
 */
public record RecordedCommand(
    CommandId commandId, Fingerprint fingerprint, boolean closed, List<RecordedEvent> events) {
  public RecordedCommand {
    events = List.copyOf(events);
  }

  /** Whether it took place, as opposed to having only been closed. */
  public boolean happened() {
    return !fingerprint.value().isEmpty();
  }
}
