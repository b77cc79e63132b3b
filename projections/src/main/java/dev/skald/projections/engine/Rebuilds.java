package dev.skald.projections.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which projections are being built anew, and how far that is. */
final class Rebuilds {

  record Rebuild(
      long generation,
      int version,
      long position,
      long target,
      long events,
      @Nullable String failure,
      Instant startedAt,
      Instant updatedAt) {

    double eventsPerSecond() {
      long millis = Math.max(1, Duration.between(startedAt, updatedAt).toMillis());
      return events * 1000.0 / millis;
    }
  }

  private final Database database;

  Rebuilds(Database database) {
    this.database = database;
  }

  Optional<Rebuild> find(String projection) {
    return database
        .client()
        .sql(
            """
            select generation, version, position, target, events, failure, started_at, updated_at
              from readmodels.rebuild
             where projection = :projection
            """)
        .param("projection", projection)
        .query(
            (row, _) ->
                new Rebuild(
                    row.getLong("generation"),
                    row.getInt("version"),
                    row.getLong("position"),
                    row.getLong("target"),
                    row.getLong("events"),
                    row.getString("failure"),
                    row.getTimestamp("started_at").toInstant(),
                    row.getTimestamp("updated_at").toInstant()))
        .optional();
  }

  /** Begins anew, with empty tables; whatever was being built before is dropped. */
  void begin(Projection projection, long head) {
    // First, as whoever builds does: or each would wait for what the other holds.
    boolean _ = abandon(projection.name());
    new TableSets(database, projection).create();
    long generation =
        database
            .client()
            .sql(
                """
                insert into readmodels.generation (projection, generation, version)
                select :projection, max(generation) + 1, :version
                  from readmodels.generation where projection = :projection
                returning generation
                """)
            .param("projection", projection.name())
            .param("version", projection.version())
            .query((row, _) -> row.getLong(1))
            .single();
    database
        .client()
        .sql(
            """
            insert into readmodels.rebuild (projection, generation, version, target)
            values (:projection, :generation, :version, :target)
            """)
        .param("projection", projection.name())
        .param("generation", generation)
        .param("version", projection.version())
        .param("target", head)
        .update();
  }

  /**
   * Whether it is still the one that is wanted, which it stays until the end of the transaction.
   */
  boolean isStill(String projection, long generation, long position) {
    return database
        .client()
        .sql(
            """
            select true from readmodels.rebuild
             where projection = :projection and generation = :generation and position = :position
               for update
            """)
        .param("projection", projection)
        .param("generation", generation)
        .param("position", position)
        .query(Boolean.class)
        .optional()
        .isPresent();
  }

  /** What was built is in use. */
  void done(String projection) {
    database
        .client()
        .sql("delete from readmodels.rebuild where projection = :projection")
        .param("projection", projection)
        .update();
  }

  /**
   * Nobody wants it any more, nor the letters of its streams. Its generation stays known, so that
   * no other is given its number. False where none was under way.
   */
  boolean abandon(String projection) {
    return database
        .client()
        .sql(
            """
            with gone as (
              delete from readmodels.rebuild where projection = :projection
              returning projection, generation),
            letters as (
              delete from readmodels.dead_letter d using gone
               where d.projection = gone.projection and d.generation = gone.generation)
            select count(*) > 0 from gone
            """)
        .param("projection", projection)
        .query(Boolean.class)
        .single();
  }

  /** False where nobody wants it any more: its tables went while it was at work. */
  boolean failed(String projection, long generation, String failure) {
    return database
            .client()
            .sql(
                """
                update readmodels.rebuild set failure = :failure, updated_at = clock_timestamp()
                 where projection = :projection and generation = :generation
                """)
            .param("projection", projection)
            .param("generation", generation)
            .param("failure", failure)
            .update()
        > 0;
  }
}
