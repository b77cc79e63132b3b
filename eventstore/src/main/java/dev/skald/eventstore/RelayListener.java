package dev.skald.eventstore;

import java.util.List;

/** Hears of what a relay of this program has read in the log, before anybody gets it from Kafka. */
@FunctionalInterface
public interface RelayListener {

  void sending(List<RecordedEvent> events);
}
