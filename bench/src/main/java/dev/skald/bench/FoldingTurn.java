package dev.skald.bench;

import dev.skald.projections.engine.Projection;

/** Somebody who folds all events of a projection, in a database that is empty before. */
interface FoldingTurn {

  /**
   * How one turn went.
   *
   * @param swapNanos what it took besides to compare the rebuilt tables and put them to use
   * @param rows what stood in the tables in the end
   */
  record Turn(Folded live, Folded rebuild, long swapNanos, RowsFound rows) {}

  /** From Kafka to rows, and then once more from the log to rows. */
  Turn take(Projection projection, Database database) throws Exception;
}
