package dev.skald.projections.engine;

import dev.skald.eventstore.RecordedEvent;
import dev.skald.projections.engine.DeadLetter.Cause;
import dev.skald.projections.engine.DeadLetter.State;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Streams that a projection could not go on with, each at the event it stopped at. */
final class DeadLetters {

  record Poison(RecordedEvent event, Cause cause, String error) {}

  /** What is needed to settle one. */
  record Parked(String projection, long generation, String streamId, long version, State state) {}

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

  /**
   * Of the tables in use, and what was settled in those before them; newest first, without payload,
   * which stands in the log. A discard that went on to newer tables is shown as theirs.
   */
  List<DeadLetter> list(@Nullable String projection, @Nullable UUID id, long before, int limit) {
    return database
        .client()
        .sql(
            """
            select d.id, d.sequence, d.projection, d.generation, d.stream_id, d.version, d.position, d.event_type, d.cause,
                   d.error, d.state, d.reason, d.parked_at, d.resolved_at
              from readmodels.dead_letter d
              join readmodels.projection p on p.name = d.projection
             where (cast(:projection as text) is null or d.projection = :projection)
               and d.sequence < :before
               and case
                     when cast(:id as uuid) is not null then d.id = :id
                     when d.generation = p.generation then true
                     when d.generation > p.generation or d.state = 'PARKED' then false
                     else not exists (
                       select from readmodels.dead_letter n
                        where n.projection = d.projection and n.stream_id = d.stream_id
                          and n.version = d.version and n.state = d.state
                          and n.generation > d.generation and n.generation <= p.generation)
                   end
             order by d.sequence desc
             limit :limit
            """)
        .param("projection", projection)
        .param("id", id)
        .param("before", before)
        .param("limit", limit)
        .query(
            (row, _) ->
                new DeadLetter(
                    row.getObject("id", UUID.class),
                    row.getLong("sequence"),
                    row.getString("projection"),
                    row.getLong("generation"),
                    row.getString("stream_id"),
                    row.getLong("version"),
                    row.getLong("position"),
                    row.getString("event_type"),
                    Cause.valueOf(row.getString("cause")),
                    row.getString("error"),
                    State.valueOf(row.getString("state")),
                    row.getString("reason"),
                    null,
                    row.getTimestamp("parked_at").toInstant(),
                    row.getTimestamp("resolved_at") == null
                        ? null
                        : row.getTimestamp("resolved_at").toInstant()))
        .list();
  }

  Optional<Parked> find(UUID id) {
    return database
        .client()
        .sql(
            """
            select projection, generation, stream_id, version, state from readmodels.dead_letter
             where id = :id
            """)
        .param("id", id)
        .query(
            (row, _) ->
                new Parked(
                    row.getString("projection"),
                    row.getLong("generation"),
                    row.getString("stream_id"),
                    row.getLong("version"),
                    State.valueOf(row.getString("state"))))
        .optional();
  }

  /** A stream in use that stopped since the build that folded it did not know a type. */
  record Unknown(UUID id, long sequence, String streamId, long version) {}

  /** Oldest first. */
  List<Unknown> unknown(long after, int limit) {
    return database
        .client()
        .sql(
            """
            select d.id, d.sequence, d.stream_id, d.version
              from readmodels.dead_letter d
              join readmodels.projection p on p.name = d.projection
             where d.generation = p.generation and d.state = 'PARKED'
               and d.cause = 'UNKNOWN_TYPE' and d.sequence > :after
             order by d.sequence
             limit :limit
            """)
        .param("after", after)
        .param("limit", limit)
        .query(
            (row, _) ->
                new Unknown(
                    row.getObject("id", UUID.class),
                    row.getLong("sequence"),
                    row.getString("stream_id"),
                    row.getLong("version")))
        .list();
  }

  /** A stream that stopped in tables being built, at an event that was left out of those in use. */
  record Discarded(UUID id, Parked stopped, String reason) {}

  List<Discarded> discardedInUse(String projection, long building) {
    return database
        .client()
        .sql(
            """
            select b.id, b.stream_id, b.version, d.reason
              from readmodels.dead_letter b
              join readmodels.projection p on p.name = b.projection
              join readmodels.dead_letter d
                on d.projection = b.projection and d.generation = p.generation
               and d.stream_id = b.stream_id and d.version = b.version and d.state = 'DISCARDED'
             where b.projection = :projection and b.generation = :building and b.state = 'PARKED'
             order by b.sequence
             limit 100
            """)
        .param("projection", projection)
        .param("building", building)
        .query(
            (row, _) ->
                new Discarded(
                    row.getObject("id", UUID.class),
                    new Parked(
                        projection,
                        building,
                        row.getString("stream_id"),
                        row.getLong("version"),
                        State.PARKED),
                    row.getString("reason")))
        .list();
  }

  /** The letter of a stream that stands still. */
  Optional<UUID> parked(String projection, long generation, String stream) {
    return database
        .client()
        .sql(
            """
            select id from readmodels.dead_letter
             where projection = :projection and generation = :generation and stream_id = :stream
               and state = 'PARKED'
            """)
        .param("projection", projection)
        .param("generation", generation)
        .param("stream", stream)
        .query(UUID.class)
        .optional();
  }

  /**
   * What became of a letter when its stream was tried again. It stays the same letter where the
   * same event stops the stream once more; a later event gets one of its own.
   *
   * @return false where somebody else has settled it
   */
  boolean settle(
      UUID id, Parked stopped, State state, @Nullable String reason, @Nullable Poison again) {
    if (again != null && again.event().version() == stopped.version()) {
      return stillStops(id, again);
    }
    boolean settled = settle(id, state, reason);
    if (settled && again != null) {
      park(stopped.projection(), stopped.generation(), again);
    }
    return settled;
  }

  private boolean stillStops(UUID id, Poison again) {
    return database
            .client()
            .sql(
                """
                update readmodels.dead_letter set cause = :cause, error = :error
                 where id = :id and state = 'PARKED'
                """)
            .param("id", id)
            .param("cause", again.cause().name())
            .param("error", again.error())
            .update()
        > 0;
  }

  private boolean settle(UUID id, State state, @Nullable String reason) {
    return database
            .client()
            .sql(
                """
                update readmodels.dead_letter
                   set state = :state, reason = :reason, resolved_at = clock_timestamp()
                 where id = :id and state = 'PARKED'
                """)
            .param("id", id)
            .param("state", state.name())
            .param("reason", reason)
            .update()
        > 0;
  }
}
