package dev.skald.projections.engine;

import dev.skald.projections.engine.Checkpoints.Checkpoint;
import dev.skald.projections.engine.Checkpoints.Move;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Each set of tables that a projection was ever folded into is a generation; one of them is the one
 * that people read.
 */
final class Generations {

  /**
   * @param held an operator wants these tables, though a higher version may be known
   * @param previous of the tables that were in use before
   */
  record Active(
      long generation,
      int version,
      boolean paused,
      long position,
      boolean held,
      @Nullable Long previous) {

    boolean rolledBack() {
      return previous != null && previous > generation;
    }

    boolean isHeldFrom(Projection projection) {
      return held && version < projection.version();
    }

    /** Only members that mean the same by the rows may write them, and only while they may. */
    void check(Projection projection) {
      if (version != projection.version()) {
        throw isHeldFrom(projection)
            ? new StandsBy(whyHeld(projection), StandsBy.Why.HELD)
            : new StandsBy(otherVersion(projection), StandsBy.Why.OTHER_VERSION);
      }
      if (paused) {
        throw new StandsBy(projection.name() + " is paused", StandsBy.Why.PAUSED);
      }
    }

    String otherVersion(Projection projection) {
      return "%s is folded as version %d; this program knows version %d"
          .formatted(projection.name(), version, projection.version());
    }

    String whyHeld(Projection projection) {
      return otherVersion(projection)
          + ", which an operator cancelled or went back from: POST /api/v1/projections/%s/rebuild goes on to it"
              .formatted(projection.name());
    }
  }

  private final Database database;

  Generations(Database database) {
    this.database = database;
  }

  /**
   * The generation that is read; makes a projection known where it is not. Only then it waits for
   * those who fold, and they for it.
   */
  Active known(Projection projection) {
    return active(projection.name()).orElseGet(() -> register(projection));
  }

  /** Makes a projection known, and answers the generation that is read. */
  Active register(Projection projection) {
    return database
        .transaction()
        .execute(
            _ -> {
              lockExclusively(projection.name());
              createStreamVersions(projection);
              return active(projection.name()).orElseGet(() -> first(projection));
            });
  }

  Optional<Active> active(String projection) {
    return database
        .client()
        .sql(
            """
            select g.generation, g.version, p.paused, g.position, p.held, p.previous
              from readmodels.projection p
              join readmodels.generation g on g.projection = p.name and g.generation = p.generation
             where p.name = :projection
            """)
        .param("projection", projection)
        .query(Active.class)
        .optional();
  }

  /** What a batch found when it began, and how many of its checkpoints it has moved. */
  private record Entered(long generation, int version, boolean paused, long position, int moved) {}

  /**
   * Must be called first in a transaction that folds. Whoever swaps generations or pauses takes the
   * same lock alone, so that what is read here stays true until the commit. The commit itself need
   * not wait for the disk: rows and checkpoints that a crash of Postgres takes back are folded
   * again.
   *
   * @param planned the generation that the checkpoints were read of
   * @return whether the claim holds once this is committed
   */
  boolean enter(Projection projection, long planned, Collection<Move> moves, Claim claim) {
    Stream<Move> unmoved = claim.unmoved().stream().map(found -> new Move(found, found));
    // In one order for all members, so that two of them cannot wait for each other.
    List<Move> ordered =
        Stream.concat(moves.stream(), unmoved)
            .sorted(Comparator.comparing((Move move) -> move.to().partition().toString()))
            .toList();
    Entered entered = enter(projection.name(), planned, ordered, claim);
    if (entered.generation() != planned) {
      throw new Overtaken(
          "%s is at generation %d, no longer %d"
              .formatted(projection.name(), entered.generation(), planned));
    }
    // Whether it is held, whoever settles anew will see.
    new Active(
            entered.generation(),
            entered.version(),
            entered.paused(),
            entered.position(),
            false,
            null)
        .check(projection);
    if (entered.moved() < ordered.size()) {
      Checkpoint found = ordered.get(entered.moved()).from();
      throw new Overtaken(
          "%s of %s was no longer at %d"
              .formatted(found.partition(), projection.name(), found.nextOffset()));
    }
    return entered.position() >= claim.from();
  }

  private Entered enter(String projection, long planned, List<Move> moves, Claim claim) {
    return database
        .client()
        .sql(
            """
            select * from readmodels.enter_and_move(:projection, :planned, :topics, :partitions,
                :foundIds, :foundOffsets, :nextIds, :nextOffsets, :claimedFrom, :claimed)
            """)
        .param("projection", projection)
        .param("planned", planned)
        .param("topics", each(moves, String[]::new, move -> move.to().partition().topic()))
        .param("partitions", each(moves, Integer[]::new, move -> move.to().partition().partition()))
        .param("foundIds", each(moves, String[]::new, move -> move.from().topicId()))
        .param("foundOffsets", each(moves, Long[]::new, move -> move.from().nextOffset()))
        .param("nextIds", each(moves, String[]::new, move -> move.to().topicId()))
        .param("nextOffsets", each(moves, Long[]::new, move -> move.to().nextOffset()))
        .param("claimedFrom", claim.from())
        .param("claimed", claim.to())
        .query(Entered.class)
        .optional()
        .orElseThrow(() -> new StandsBy("not registered", StandsBy.Why.PAUSED));
  }

  private static <T> T[] each(List<Move> moves, IntFunction<T[]> array, Function<Move, T> part) {
    return moves.stream().map(part).toArray(array);
  }

  void lockExclusively(String projection) {
    database
        .client()
        .sql(
            """
            select set_config('search_path', 'readmodels', true),
                   pg_advisory_xact_lock(hashtextextended('skald.projection.' || :projection, 0))
            """)
        .param("projection", projection)
        .query((_, _) -> 0)
        .single();
  }

  /** Another generation is read from now on; it goes on in Kafka where this one is. */
  void switchTo(String projection, long generation, long position) {
    JdbcClient client = database.client();
    client
        .sql(
            """
            insert into readmodels.checkpoint
                   (projection, generation, topic, partition, topic_id, next_offset)
            select c.projection, :generation, c.topic, c.partition, c.topic_id, c.next_offset
              from readmodels.checkpoint c
              join readmodels.projection p on p.name = c.projection and p.generation = c.generation
             where c.projection = :projection
            """)
        .param("projection", projection)
        .param("generation", generation)
        .update();
    client
        .sql(
            """
            update readmodels.projection
               set previous = generation, generation = :generation
             where name = :projection
            """)
        .param("projection", projection)
        .param("generation", generation)
        .update();
    new Positions(database)
        .reached(List.of(new Positions.Reached(projection, generation, position)));
  }

  /**
   * The generation before is read again, from where it was left. Where that is of a lower version,
   * it stays until an operator says otherwise.
   */
  void switchBack(String projection) {
    database
        .client()
        .sql(
            """
            update readmodels.projection p
               set generation = back.generation, previous = gone.generation,
                   held = back.version < gone.version or p.held and back.version = gone.version
              from readmodels.generation back, readmodels.generation gone
             where p.name = :projection
               and back.projection = p.name and back.generation = p.previous
               and gone.projection = p.name and gone.generation = p.generation
            """)
        .param("projection", projection)
        .update();
  }

  void hold(String projection, boolean held) {
    database
        .client()
        .sql("update readmodels.projection set held = :held where name = :projection")
        .param("projection", projection)
        .param("held", held)
        .update();
  }

  boolean pause(String projection, boolean paused) {
    return database
            .client()
            .sql("update readmodels.projection set paused = :paused where name = :projection")
            .param("projection", projection)
            .param("paused", paused)
            .update()
        > 0;
  }

  private void createStreamVersions(Projection projection) {
    database.client().sql(StreamVersions.createTable(projection, "readmodels")).update();
  }

  private Active first(Projection projection) {
    JdbcClient client = database.client();
    client
        .sql(
            """
            insert into readmodels.generation (projection, generation, version)
            values (:name, 1, :version)
            """)
        .param("name", projection.name())
        .param("version", projection.version())
        .update();
    client
        .sql("insert into readmodels.projection (name, generation) values (:name, 1)")
        .param("name", projection.name())
        .update();
    return new Active(1, projection.version(), false, 0, false, null);
  }
}
