package dev.skald.projections.engine;

import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.LogFilter;
import dev.skald.eventstore.LogPage;
import dev.skald.projections.engine.Generations.Active;
import dev.skald.projections.engine.ProjectionStatus.Comparison;
import dev.skald.projections.engine.ProjectionStatus.Lag;
import dev.skald.projections.engine.ProjectionStatus.Status;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * What an operator may ask of projections. Everything goes through the database, so that it can be
 * asked in one program and done by another.
 */
public final class ProjectionControl {

  private static final int COUNTED = 1_000;

  private final List<Projection> projections;
  private final Database database;
  private final EventStore log;
  private final Clock clock;
  private final Generations generations;
  private final Rebuilds rebuilds;

  public ProjectionControl(
      List<Projection> projections, DataSource readModels, EventStore log, Clock clock) {
    this.projections = List.copyOf(projections);
    this.database = Database.of(readModels);
    this.log = log;
    this.clock = clock;
    this.generations = new Generations(database);
    this.rebuilds = new Rebuilds(database);
  }

  public List<ProjectionStatus> list() {
    long head = log.head();
    return projections.stream().map(projection -> status(projection, head)).toList();
  }

  public Optional<ProjectionStatus> status(String name) {
    return find(name).map(projection -> status(projection, log.head()));
  }

  /** Builds it anew from the log; a rebuild under way begins again. */
  public boolean rebuild(String name) {
    return alone(
        name,
        projection -> {
          generations.hold(projection.name(), false);
          rebuilds.begin(projection, log.head());
          return true;
        });
  }

  /** False where none is under way. */
  public boolean cancelRebuild(String name) {
    return alone(
        name,
        projection -> {
          boolean cancelled = rebuilds.delete(projection.name());
          new TableSets(database, projection).drop(TableSets.BUILDING);
          // Or a program with a higher version would begin it again by itself.
          generations.hold(projection.name(), true);
          return cancelled;
        });
  }

  /** Takes the last swap back; false where there is nothing to go back to. */
  public boolean rollBack(String name) {
    return alone(
        name,
        projection -> {
          boolean switched = generations.switchBack(projection.name());
          if (switched) {
            rebuilds.delete(projection.name());
            new TableSets(database, projection).swapBack();
          }
          return switched;
        });
  }

  public boolean pause(String name) {
    return alone(name, projection -> generations.pause(projection.name(), true));
  }

  public boolean resume(String name) {
    return alone(name, projection -> generations.pause(projection.name(), false));
  }

  private interface Operation {
    boolean on(Projection projection);
  }

  /** While nobody folds. */
  private boolean alone(String name, Operation operation) {
    return find(name)
        .map(
            projection -> {
              generations.register(projection);
              return Boolean.TRUE.equals(
                  database
                      .transaction()
                      .execute(
                          _ -> {
                            generations.lockExclusively(name);
                            return operation.on(projection);
                          }));
            })
        .orElse(false);
  }

  private Optional<Projection> find(String name) {
    return projections.stream().filter(projection -> projection.name().equals(name)).findFirst();
  }

  private ProjectionStatus status(Projection projection, long head) {
    Optional<Active> active = generations.active(projection.name());
    long position = active.map(Active::position).orElse(0L);
    var rebuild = rebuilds.find(projection.name()).map(ProjectionControl::progress).orElse(null);
    Status status =
        active
            .map(
                a ->
                    a.paused()
                        ? Status.PAUSED
                        : rebuild == null ? Status.RUNNING : Status.REBUILDING)
            .orElse(Status.NEVER_STARTED);
    return new ProjectionStatus(
        projection.name(),
        active.map(Active::version).orElse(projection.version()),
        status,
        position,
        head,
        lag(projection, position, head),
        rebuild,
        parked(projection, active.map(Active::generation).orElse(0L)),
        canRollBack(projection),
        lastSwap(projection));
  }

  private Lag lag(Projection projection, long position, long head) {
    if (position >= head) {
      return new Lag(0, 0);
    }
    LogPage page = log.readLog(position, LogFilter.ofCategories(projection.categories()), COUNTED);
    if (page.events().isEmpty()) {
      return new Lag(0, 0);
    }
    long events = page.events().size() < COUNTED ? page.events().size() : head - position;
    Duration waiting = Duration.between(page.events().getFirst().recordedAt(), clock.instant());
    return new Lag(events, Math.max(0, waiting.toMillis()));
  }

  private static ProjectionStatus.Rebuild progress(Rebuilds.Rebuild rebuild) {
    double rate = rebuild.eventsPerSecond();
    long done = Math.max(1, rebuild.position());
    double positionsPerEvent = rebuild.events() == 0 ? 1 : (double) done / rebuild.events();
    Long secondsLeft =
        rate == 0
            ? null
            : (long) Math.ceil((rebuild.target() - rebuild.position()) / positionsPerEvent / rate);
    return new ProjectionStatus.Rebuild(
        rebuild.position(),
        rebuild.target(),
        rate,
        rebuild.events(),
        secondsLeft,
        rebuild.failure());
  }

  private long parked(Projection projection, long generation) {
    return database
        .client()
        .sql(
            """
            select count(*) from readmodels.dead_letter
             where projection = :projection and generation = :generation and state = 'PARKED'
            """)
        .param("projection", projection.name())
        .param("generation", generation)
        .query((row, _) -> row.getLong(1))
        .single();
  }

  private boolean canRollBack(Projection projection) {
    return database
        .client()
        .sql("select previous is not null from readmodels.projection where name = :projection")
        .param("projection", projection.name())
        .query((row, _) -> row.getBoolean(1))
        .optional()
        .orElse(false);
  }

  private List<Comparison> lastSwap(Projection projection) {
    return database
        .client()
        .sql(
            """
            select table_name, old_rows, new_rows,
                   old_rows = new_rows and old_checksum = new_checksum as same, swapped_at
              from readmodels.swap
             where projection = :projection
               and generation = (select max(generation) from readmodels.swap
                                  where projection = :projection)
             order by table_name
            """)
        .param("projection", projection.name())
        .query(
            (row, _) ->
                new Comparison(
                    row.getString("table_name"),
                    row.getLong("old_rows"),
                    row.getLong("new_rows"),
                    row.getBoolean("same"),
                    row.getTimestamp("swapped_at").toInstant()))
        .list();
  }
}
