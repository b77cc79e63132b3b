package dev.skald.eventstore;

import java.util.List;

/**
 * A piece of the log.
 *
 * @param position up to here everything has been looked at: where to go on from
 */
public record LogPage(List<RecordedEvent> events, long position) {
  public LogPage {
    events = List.copyOf(events);
  }
}
