package dev.skald.projections.engine;

/** Tables that are built from the log; the position in it is their checkpoint. */
record BuildingGround(
    Database database, Projection projection, long generation, long from, long to, int events)
    implements Ground {

  @Override
  public String schema() {
    return TableSets.BUILDING;
  }

  @Override
  public void enter() {
    TableSets.use(database, TableSets.BUILDING);
    int moved =
        database
            .client()
            .sql(
                """
                update readmodels.rebuild
                   set position = :to, events = events + :events, failure = null,
                       target = greatest(target, :to), updated_at = clock_timestamp()
                 where projection = :projection and generation = :generation and position = :from
                """)
            .param("projection", projection.name())
            .param("generation", generation)
            .param("from", from)
            .param("to", to)
            .param("events", events)
            .update();
    if (moved == 0) {
      throw new Overtaken("the rebuild of %s was cancelled".formatted(projection.name()));
    }
  }
}
