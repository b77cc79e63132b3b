package dev.skald.projections.engine;

import dev.skald.projections.engine.Checkpoints.Move;
import java.util.List;

/**
 * The tables that people read.
 *
 * @param generation the one that the checkpoints were read of
 */
record LiveGround(Database database, Projection projection, long generation, List<Move> moves)
    implements Ground {

  @Override
  public String schema() {
    return TableSets.IN_USE;
  }

  @Override
  public void enter() {
    new Generations(database).enter(projection, generation, moves);
  }
}
