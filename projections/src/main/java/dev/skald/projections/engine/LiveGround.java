package dev.skald.projections.engine;

import dev.skald.projections.engine.Checkpoints.Move;
import dev.skald.projections.engine.Generations.Active;
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
    Active active = new Generations(database).enter(projection);
    if (active.generation() != generation) {
      throw new Overtaken(
          "%s is at generation %d, no longer %d"
              .formatted(projection.name(), active.generation(), generation));
    }
    active.check(projection);
    new Checkpoints(database).move(projection.name(), generation, moves);
  }
}
