package dev.skald.projections.engine;

import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.LogFilter;
import dev.skald.eventstore.LogPage;
import dev.skald.projections.engine.Generations.Active;
import dev.skald.projections.engine.Rebuilds.Rebuild;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds the tables of one projection from the log, beside those in use, and swaps them in when
 * they have caught up. All it knows stands in the database, so that whoever comes after a crash
 * goes on from the last page.
 */
final class Rebuilder {

  private static final Logger LOG = LoggerFactory.getLogger(Rebuilder.class);
  private static final int PAGE = 2_000;

  private final Database database;
  private final Projection projection;
  private final EventStore log;
  private final Folder folder;
  private final Generations generations;
  private final Rebuilds rebuilds;
  private final TableSets tables;
  private final Discards discards;
  private final LogFilter filter;
  private final int page;

  Rebuilder(Database database, Projection projection, EventStore log, Folder folder) {
    this(database, projection, log, folder, PAGE);
  }

  Rebuilder(Database database, Projection projection, EventStore log, Folder folder, int page) {
    this.page = page;
    this.database = database;
    this.projection = projection;
    this.log = log;
    this.folder = folder;
    this.generations = new Generations(database);
    this.rebuilds = new Rebuilds(database);
    this.tables = new TableSets(database, projection);
    this.discards = new Discards(database, projection, folder);
    this.filter = LogFilter.ofCategories(projection.categories());
  }

  boolean isDue() {
    Active active = generations.known(projection);
    if (projection.version() > active.version() && !active.held() && !isBegun()) {
      beginByItself();
    }
    return !active.paused() && wanted().isPresent();
  }

  /** Only of this version: another program means other rows by it. */
  private Optional<Rebuild> wanted() {
    return rebuilds
        .find(projection.name())
        .filter(rebuild -> rebuild.version() == projection.version());
  }

  /** Goes on until it is done or no longer wanted. */
  void work(BooleanSupplier goOn) {
    Rebuild rebuild = wanted().orElse(null);
    if (rebuild == null) {
      return;
    }
    try {
      if (!tables.fitForUse(TableSets.BUILDING)) {
        beginAnew(rebuild);
        return;
      }
      long position = catchUp(rebuild, goOn);
      if (goOn.getAsBoolean()) {
        discards.carryOver(rebuild.generation(), position);
        swap(rebuild.generation(), position);
      }
    } catch (Overtaken | StandsBy e) {
      LOG.debug("The rebuild of {} stops: {}", projection.name(), e.getMessage());
    } catch (RuntimeException e) {
      if (rebuilds.failed(projection.name(), rebuild.generation(), Failures.describe(e))) {
        throw e;
      }
    }
  }

  /** A higher version means other rows; a lower one belongs to a program that is on its way out. */
  private void beginByItself() {
    database
        .transaction()
        .executeWithoutResult(
            _ -> {
              generations.lockExclusively(projection.name());
              boolean held = generations.active(projection.name()).map(Active::held).orElse(false);
              if (!isBegun() && !held) {
                rebuilds.begin(projection, log.head());
              }
            });
  }

  /** By whichever program, of this version or a higher one. */
  private boolean isBegun() {
    return rebuilds
        .find(projection.name())
        .filter(rebuild -> rebuild.version() >= projection.version())
        .isPresent();
  }

  /** A migration has changed the tables in use meanwhile. */
  private void beginAnew(Rebuild unfit) {
    database
        .transaction()
        .executeWithoutResult(
            _ -> {
              generations.lockExclusively(projection.name());
              if (wanted().filter(now -> now.generation() == unfit.generation()).isPresent()) {
                rebuilds.begin(projection, log.head());
              }
            });
    LOG.atInfo()
        .addKeyValue("projection", projection.name())
        .log("A migration came between: the rebuild begins anew");
  }

  /**
   * In laps, each to where the log ended when it began, so that little is left to the swap, during
   * which nobody folds. Where more comes than can be folded, laps grow no shorter: then it is much.
   */
  private long catchUp(Rebuild rebuild, BooleanSupplier goOn) {
    long position = rebuild.position();
    long lap = Long.MAX_VALUE;
    long before;
    do {
      before = lap;
      long head = log.head();
      lap = head - position;
      position = catchUp(rebuild.generation(), position, head, goOn);
    } while (lap > page && lap < before && goOn.getAsBoolean());
    return position;
  }

  private long catchUp(long generation, long from, long head, BooleanSupplier goOn) {
    long position = from;
    CompletableFuture<LogPage> next = read(position);
    while (position < head && goOn.getAsBoolean()) {
      LogPage piece = join(next);
      if (piece.position() <= position) {
        return position;
      }
      // Read ahead while this one is being folded.
      next = read(piece.position());
      fold(generation, position, piece);
      position = piece.position();
      checkNotPaused();
    }
    return position;
  }

  private void checkNotPaused() {
    if (generations.active(projection.name()).map(Active::paused).orElse(true)) {
      throw new StandsBy(projection.name() + " is paused", StandsBy.Why.PAUSED);
    }
  }

  private void fold(long generation, long from, LogPage piece) {
    Ground ground =
        new BuildingGround(
            database, projection, generation, from, piece.position(), piece.events().size());
    folder.fold(ground, piece.events());
  }

  /**
   * Nobody folds meanwhile. What Kafka has up to the checkpoints was in the log before its end is
   * looked up here, so the new tables, folded to that end, may go on from the same checkpoints.
   */
  private void swap(long generation, long position) {
    database
        .transaction()
        .executeWithoutResult(
            _ -> {
              generations.lockExclusively(projection.name());
              if (!rebuilds.isStill(projection.name(), generation, position)) {
                throw new Overtaken(
                    "the rebuild of %s was cancelled, or begun anew".formatted(projection.name()));
              }
              checkNotPaused();
              long head = log.head();
              long reached = position;
              while (reached < head) {
                LogPage piece = log.readLog(reached, filter, page);
                if (piece.position() <= reached) {
                  break;
                }
                fold(generation, reached, piece);
                reached = piece.position();
              }
              discards.carryOver(generation, reached);
              reportChecksums(generation);
              generations.switchTo(projection.name(), generation, Math.max(head, reached));
              tables.swapIn();
              if (!tables.fitForUse(TableSets.PREVIOUS)) {
                throw new Overtaken(
                    "a migration changed the tables of %s".formatted(projection.name()));
              }
              rebuilds.done(projection.name());
            });
    LOG.atInfo()
        .addKeyValue("projection", projection.name())
        .addKeyValue("generation", generation)
        .log("Rebuilt tables are in use");
  }

  private void reportChecksums(long generation) {
    for (String table : projection.tables()) {
      var old = tables.checksum(TableSets.IN_USE, table);
      var built = tables.checksum(TableSets.BUILDING, table);
      database
          .client()
          .sql(
              """
              insert into readmodels.swap
                     (projection, generation, table_name, old_rows, old_checksum, new_rows,
                      new_checksum)
              values (:projection, :generation, :table, :oldRows, :oldSum, :newRows, :newSum)
              """)
          .param("projection", projection.name())
          .param("generation", generation)
          .param("table", table)
          .param("oldRows", old.rows())
          .param("oldSum", old.sum())
          .param("newRows", built.rows())
          .param("newSum", built.sum())
          .update();
      LOG.atInfo()
          .addKeyValue("table", table)
          .addKeyValue("oldRows", old.rows())
          .addKeyValue("newRows", built.rows())
          .addKeyValue("same", old.equals(built))
          .log("Compared a rebuilt table");
    }
  }

  private CompletableFuture<LogPage> read(long after) {
    // Not on the common pool, which others may keep busy.
    return CompletableFuture.supplyAsync(
        () -> log.readLog(after, filter, page), task -> Thread.ofVirtual().start(task));
  }

  private static LogPage join(CompletableFuture<LogPage> page) {
    try {
      return page.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
