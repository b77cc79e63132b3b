package dev.skald.projections.engine;

/**
 * Tables in which what is committed outlives a crash of the database: nobody would do again what an
 * operator was told is done.
 */
record LastingGround(Database database, Ground ground) implements Ground {

  @Override
  public String schema() {
    return ground.schema();
  }

  @Override
  public long generation() {
    return ground.generation();
  }

  @Override
  public void enter() {
    ground.enter();
    database.client().sql("set local synchronous_commit to default").update();
  }
}
