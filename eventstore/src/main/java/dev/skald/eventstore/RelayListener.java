package dev.skald.eventstore;

import java.util.List;

/** Hears of what a relay of this program has read in the log, before anybody gets it from Kafka. */
@FunctionalInterface
public interface RelayListener {

  /** All events between two positions that are sent; after a failure they may come again. */
  void sending(long from, List<RecordedEvent> events, long to);
}
