package dev.skald.projections.engine;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells up to which position everything is folded. */
final class Positions {

  private final Database database;

  Positions(Database database) {
    this.database = database;
  }

  /** A projection and the position up to which everything is folded. */
  record Reached(String projection, long generation, long position) {}

  /** All of them at once. */
  void reached(List<Reached> all) {
    if (all.isEmpty()) {
      return;
    }
    database
        .client()
        .sql(
            """
            update readmodels.generation g set position = r.position
              from unnest(:projections::text[], :generations::bigint[], :positions::bigint[])
                   as r (projection, generation, position)
             where g.projection = r.projection and g.generation = r.generation
               and g.position < r.position
               and set_config('synchronous_commit', 'off', true) = 'off'
            """)
        .param("projections", all.stream().map(Reached::projection).toArray(String[]::new))
        .param("generations", all.stream().map(Reached::generation).toArray(Long[]::new))
        .param("positions", all.stream().map(Reached::position).toArray(Long[]::new))
        .update();
  }

  /** Answers which ones hold. */
  Set<String> claim(Map<String, Claim> claims) {
    List<Map.Entry<String, Claim>> all = List.copyOf(claims.entrySet());
    return database
        .client()
        .sql(
            """
            update readmodels.generation g set position = c.claimed
              from unnest(:projections::text[], :claimedFrom::bigint[], :claimed::bigint[])
                   as c (projection, claimed_from, claimed)
              join readmodels.projection p on p.name = c.projection
             where g.projection = p.name and g.generation = p.generation
               and g.position >= c.claimed_from and g.position < c.claimed
               and set_config('synchronous_commit', 'off', true) = 'off'
            returning g.projection
            """)
        .param("projections", all.stream().map(Map.Entry::getKey).toArray(String[]::new))
        .param("claimedFrom", all.stream().map(each -> each.getValue().from()).toArray(Long[]::new))
        .param("claimed", all.stream().map(each -> each.getValue().to()).toArray(Long[]::new))
        .query((row, _) -> row.getString("projection"))
        .set();
  }
}
