package dev.skald.projections.engine;

import dev.skald.eventstore.RecordedEvent;
import java.time.Instant;

/** An event as the record it is read as today, beside what the log says of it. */
public record Fact<E>(E event, RecordedEvent recorded) {

  /** The id within the category: {@code 42} of the stream {@code account-42}. */
  public String id() {
    return recorded.streamId().id();
  }

  public long version() {
    return recorded.version();
  }

  public long position() {
    return recorded.position();
  }

  public Instant at() {
    return recorded.recordedAt();
  }
}
