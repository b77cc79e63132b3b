package dev.skald.projections.loyalty;

import dev.skald.projections.Cursor;
import dev.skald.projections.Page;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Adds up customers' points. A customer buys seldom enough for them to be summed when asked. */
public final class PointsQueries {

  private final JdbcClient jdbc;

  public PointsQueries(JdbcClient readModels) {
    this.jdbc = readModels;
  }

  private record Sum(long points, long position) {}

  /** One who never bought anything has none. */
  public PointsView points(String customerId, int limit, @Nullable String cursor) {
    Sum sum =
        jdbc.sql(
                """
                select coalesce(sum(points), 0) as points, coalesce(max(position), 0) as position
                  from readmodels.points_entry
                 where customer_id = :customerId
                """)
            .param("customerId", customerId)
            .query((row, _) -> new Sum(row.getLong("points"), row.getLong("position")))
            .single();
    return new PointsView(
        customerId, sum.points(), entries(customerId, limit, cursor), sum.position());
  }

  private Page<PointsView.Entry> entries(String customerId, int limit, @Nullable String cursor) {
    List<PointsView.Entry> rows =
        jdbc.sql(
                """
                select reference, kind, points, recorded_at, position
                  from readmodels.points_entry
                 where customer_id = :customerId and position < :before
                 order by position desc
                 limit :limit
                """)
            .param("customerId", customerId)
            .param("before", Cursor.position(cursor, Long.MAX_VALUE))
            .param("limit", limit + 1)
            .query(
                (row, _) ->
                    new PointsView.Entry(
                        row.getString("reference"),
                        PointsView.Kind.valueOf(row.getString("kind")),
                        row.getLong("points"),
                        row.getTimestamp("recorded_at").toInstant(),
                        row.getLong("position")))
            .list();
    return Page.of(rows, limit, PointsView.Entry::position);
  }
}
