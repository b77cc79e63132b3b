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

  /** Of the tables in use, newest first; without payload, which stands in the log. */
  List<DeadLetter> list(@Nullable String projection, @Nullable UUID id, long before, int limit) {
    return database
        .client()
        .sql(
            """
            select d.id, d.sequence, d.projection, d.stream_id, d.version, d.position, d.event_type, d.cause,
                   d.error, d.state, d.reason, d.parked_at, d.resolved_at
              from readmodels.dead_letter d
              join readmodels.projection p
                on p.name = d.projection and p.generation = d.generation
             where (cast(:projection as text) is null or d.projection = :projection)
               and (cast(:id as uuid) is null or d.id = :id)
               and d.sequence < :before
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

  /** False where somebody else has settled it. */
  boolean settle(UUID id, State state, @Nullable String reason) {
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
