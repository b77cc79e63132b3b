package dev.skald.projections.engine;

import dev.skald.eventstore.RecordedEvent;

/** Streams that a projection could not go on with, each at the event it stopped at. */
final class DeadLetters {

  enum Cause {
    CANNOT_READ,
    CANNOT_APPLY
  }

  record Poison(RecordedEvent event, Cause cause, String error) {}

  private final Database database;

  DeadLetters(Database database) {
    this.database = database;
  }

  void park(String projection, long generation, Poison poison) {
    RecordedEvent event = poison.event();
    database
        .client()
        .sql(
            """
            insert into readmodels.dead_letter
                   (projection, generation, stream_id, version, position, event_type, cause, error)
            values (:projection, :generation, :stream, :version, :position, :type, :cause, :error)
            """)
        .param("projection", projection)
        .param("generation", generation)
        .param("stream", event.streamId().value())
        .param("version", event.version())
        .param("position", event.position())
        .param("type", event.type())
        .param("cause", poison.cause().name())
        .param("error", poison.error())
        .update();
  }
}
