package dev.skald.projections.engine;

import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamId;
import java.util.List;

/** The next events of a stream, without gap or repetition, after the version folded so far. */
record StreamWork(StreamId stream, long folded, List<RecordedEvent> events) {
  StreamWork {
    events = List.copyOf(events);
  }
}
