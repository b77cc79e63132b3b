package dev.skald.projections.engine;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells up to which position everything is folded. Each batch that claims holds its projection's
 * row until it is committed: what is taken is passed by, and told by that batch or the next look.
 */
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
            with free as (
              select g.projection, g.generation, r.position
                from unnest(:projections::text[], :generations::bigint[], :positions::bigint[])
                     as r (projection, generation, position)
                join readmodels.generation g
                  on g.projection = r.projection and g.generation = r.generation
               where g.position < r.position
                 for no key update of g skip locked)
            update readmodels.generation g set position = free.position
              from free
             where g.projection = free.projection and g.generation = free.generation
               and set_config('synchronous_commit', 'off', true) = 'off'
            """)
        .param("projections", all.stream().map(Reached::projection).toArray(String[]::new))
        .param("generations", all.stream().map(Reached::generation).toArray(Long[]::new))
        .param("positions", all.stream().map(Reached::position).toArray(Long[]::new))
        .update();
  }

  /** Answers of which projections they hold: what is in front may belong to another version. */
  Set<String> claim(Map<Projection, Claim> claims) {
    List<Map.Entry<Projection, Claim>> all = List.copyOf(claims.entrySet());
    return database
        .client()
        .sql(
            """
            with free as (
              select g.projection, g.generation, c.claimed
                from unnest(:projections::text[], :versions::int[],
                            :claimedFrom::bigint[], :claimed::bigint[])
                     as c (projection, version, claimed_from, claimed)
                join readmodels.projection p on p.name = c.projection
                join readmodels.generation g
                  on g.projection = p.name and g.generation = p.generation
               where g.version = c.version
                 and g.position >= c.claimed_from and g.position < c.claimed
                 for no key update of g skip locked)
            update readmodels.generation g set position = free.claimed
              from free
             where g.projection = free.projection and g.generation = free.generation
               and set_config('synchronous_commit', 'off', true) = 'off'
            returning g.projection
            """)
        .param("projections", all.stream().map(each -> each.getKey().name()).toArray(String[]::new))
        .param(
            "versions", all.stream().map(each -> each.getKey().version()).toArray(Integer[]::new))
        .param("claimedFrom", all.stream().map(each -> each.getValue().from()).toArray(Long[]::new))
        .param("claimed", all.stream().map(each -> each.getValue().to()).toArray(Long[]::new))
        .query((row, _) -> row.getString("projection"))
        .set();
  }
}
