package dev.skald.projections.engine;

import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.LogFilter;
import dev.skald.eventstore.LogPage;
import dev.skald.projections.engine.Generations.Active;
import dev.skald.projections.engine.ProjectionStatus.Comparison;
import dev.skald.projections.engine.ProjectionStatus.Lag;
import dev.skald.projections.engine.ProjectionStatus.Status;
import dev.skald.projections.engine.Rebuilds.Rebuild;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

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
    this.projections = ProjectionList.checked(projections);
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

  /**
   * Builds it anew from the log; a rebuild under way begins again. Tables that are held stay in
   * front until a program of a higher version is asked.
   */
  public boolean rebuild(String name) {
    return alone(
            name,
            projection -> {
              if (inFront(projection).isHeldFrom(projection)) {
                generations.hold(projection.name(), false);
              }
              rebuilds.begin(projection, log.head());
              return true;
            })
        .orElse(false);
  }

  /** False where none is under way. */
  public boolean cancelRebuild(String name) {
    return alone(
            name,
            projection -> {
              Rebuild cancelled = rebuilds.find(projection.name()).orElse(null);
              if (cancelled == null || !rebuilds.abandon(projection.name())) {
                return false;
              }
              new TableSets(database, projection).drop(TableSets.BUILDING);
              if (cancelled.version() > inFront(projection).version()) {
                // Or a program of that version would begin it again by itself.
                generations.hold(projection.name(), true);
              }
              return true;
            })
        .orElse(false);
  }

  /** What became of a wish to take the last swap back. */
  public enum RollBack {
    DONE,
    NOTHING_BEFORE,
    /** A migration came since, and the program now wants columns that the tables before lack. */
    OTHER_COLUMNS,
    /** One of the two has to go: a rebuild that is wanted no more is cancelled first. */
    REBUILD_UNDER_WAY
  }

  /** Takes the last swap back; done twice, it goes forward again. */
  public RollBack rollBack(String name) {
    return alone(name, this::rollBack).orElse(RollBack.NOTHING_BEFORE);
  }

  private RollBack rollBack(Projection projection) {
    TableSets tables = TableSets.lastSwapped(database, projection);
    if (inFront(projection).previous() == null) {
      return RollBack.NOTHING_BEFORE;
    }
    if (rebuilds.find(projection.name()).isPresent()) {
      return RollBack.REBUILD_UNDER_WAY;
    }
    if (!tables.fitForUse(TableSets.PREVIOUS)) {
      return RollBack.OTHER_COLUMNS;
    }
    generations.switchBack(projection.name());
    tables.swapBack();
    return RollBack.DONE;
  }

  public boolean pause(String name) {
    return alone(name, projection -> generations.pause(projection.name(), true)).orElse(false);
  }

  public boolean resume(String name) {
    return alone(name, projection -> generations.pause(projection.name(), false)).orElse(false);
  }

  /** While nobody folds. */
  private <T> Optional<T> alone(String name, Function<Projection, T> operation) {
    return find(name)
        .map(
            projection -> {
              generations.known(projection);
              return database
                  .transaction()
                  .execute(
                      _ -> {
                        generations.lockExclusively(name);
                        return operation.apply(projection);
                      });
            });
  }

  private Active inFront(Projection projection) {
    return generations.active(projection.name()).orElseThrow();
  }

  private Optional<Projection> find(String name) {
    return projections.stream().filter(projection -> projection.name().equals(name)).findFirst();
  }

  private ProjectionStatus status(Projection projection, long head) {
    Active active = generations.active(projection.name()).orElse(null);
    Rebuild rebuild = rebuilds.find(projection.name()).orElse(null);
    if (active == null) {
      return neverStarted(projection, head);
    }
    Status status = status(projection, active, rebuild != null);
    return new ProjectionStatus(
        projection.name(),
        active.version(),
        projection.version(),
        active.generation(),
        active.rolledBack(),
        status,
        note(projection, active, status),
        active.position(),
        head,
        lag(projection, active.position(), head),
        rebuild == null ? null : progress(rebuild),
        parked(projection, active.generation()),
        active.previous() != null
            && TableSets.lastSwapped(database, projection).fitForUse(TableSets.PREVIOUS),
        lastSwap(projection));
  }

  private ProjectionStatus neverStarted(Projection projection, long head) {
    return new ProjectionStatus(
        projection.name(),
        projection.version(),
        projection.version(),
        0,
        false,
        Status.NEVER_STARTED,
        null,
        0,
        head,
        lag(projection, 0, head),
        null,
        0,
        false,
        List.of());
  }

  private static Status status(Projection projection, Active active, boolean rebuilding) {
    if (active.paused()) {
      return Status.PAUSED;
    }
    if (rebuilding) {
      return Status.REBUILDING;
    }
    if (active.version() > projection.version()) {
      return Status.STANDING_BY;
    }
    return active.isHeldFrom(projection) ? Status.HELD : Status.RUNNING;
  }

  private static @Nullable String note(Projection projection, Active active, Status status) {
    return switch (status) {
      case HELD -> active.whyHeld(projection);
      case STANDING_BY ->
          active.otherVersion(projection)
              + ": programs of version %d fold it; a rebuild here brings back version %d"
                  .formatted(active.version(), projection.version());
      case RUNNING, REBUILDING, PAUSED, NEVER_STARTED -> null;
    };
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

  private static ProjectionStatus.Rebuild progress(Rebuild rebuild) {
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
