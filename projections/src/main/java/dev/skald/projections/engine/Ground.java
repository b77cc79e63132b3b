package dev.skald.projections.engine;

/** Which set of tables a batch is folded into, and what must hold when that is committed. */
interface Ground {

  String schema();

  long generation();

  /**
   * The first thing in the transaction.
   *
   * @throws Overtaken the batch has to be planned anew
   * @throws StandsBy this member may not fold at the moment
   */
  void enter();
}
