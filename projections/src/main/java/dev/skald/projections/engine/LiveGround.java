package dev.skald.projections.engine;

import dev.skald.projections.engine.Checkpoints.Move;
import java.util.List;

/** The tables that people read. */
final class LiveGround implements Ground {

  private final Database database;
  private final Projection projection;
  private final long generation;
  private final List<Move> moves;
  private final Claim claim;
  private boolean claimHolds;

  /**
   * @param generation the one that the checkpoints were read of
   */
  LiveGround(
      Database database, Projection projection, long generation, List<Move> moves, Claim claim) {
    this.database = database;
    this.projection = projection;
    this.generation = generation;
    this.moves = moves;
    this.claim = claim;
  }

  @Override
  public String schema() {
    return TableSets.IN_USE;
  }

  @Override
  public long generation() {
    return generation;
  }

  @Override
  public void enter() {
    claimHolds = new Generations(database).enter(projection, generation, moves, claim);
  }

  boolean claimHolds() {
    return claimHolds;
  }
}
