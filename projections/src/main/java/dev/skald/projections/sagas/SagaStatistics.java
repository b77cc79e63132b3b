package dev.skald.projections.sagas;

import dev.skald.projections.Span;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Counts sagas, for charts. */
public final class SagaStatistics {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<Map<String, Long>> COUNTS = new TypeReference<>() {};

  private final JdbcClient jdbc;

  public SagaStatistics(JdbcClient readModels) {
    this.jdbc = readModels;
  }

  /** By the time they were started, then by type; spans in which none was started are left out. */
  public List<SagaFigures> figures(Instant from, Instant to, Span by) {
    return jdbc.sql(
            """
            with wanted as (
              select date_trunc(:by, started_at, 'UTC') as span, type, status,
                     failure ->> 'step' as failed_step,
                     extract(epoch from ended_at - started_at) * 1000 as millis
                from readmodels.saga
               where started_at >= cast(:from as timestamptz)
                 and started_at < cast(:to as timestamptz)
                 and type <> ''
            ), statuses as (
              select span, type, jsonb_object_agg(status, n) as counts
                from (select span, type, status, count(*) as n from wanted group by 1, 2, 3) s
               group by 1, 2
            ), failures as (
              select span, type, jsonb_object_agg(failed_step, n) as counts
                from (select span, type, failed_step, count(*) as n from wanted
                       where failed_step is not null group by 1, 2, 3) f
               group by 1, 2
            ), durations as (
              select span, type, count(*) as started,
                     percentile_disc(array[0.5, 0.95, 0.99]) within group (order by millis) as p
                from wanted
               group by 1, 2
            )
            select d.span, d.type, d.started, s.counts as by_status, f.counts as by_step,
                   d.p[1] as p50, d.p[2] as p95, d.p[3] as p99
              from durations d
              join statuses s on s.span = d.span and s.type = d.type
              left join failures f on f.span = d.span and f.type = d.type
             order by 1, 2
             limit 50000
            """)
        .param("by", by.unit())
        .param("from", from.toString())
        .param("to", to.toString())
        .query((row, _) -> figures(row))
        .list();
  }

  private static SagaFigures figures(ResultSet row) throws SQLException {
    return new SagaFigures(
        row.getTimestamp("span").toInstant(),
        row.getString("type"),
        row.getLong("started"),
        counts(row.getString("by_status")),
        counts(row.getString("by_step")),
        millis(row.getBigDecimal("p50")),
        millis(row.getBigDecimal("p95")),
        millis(row.getBigDecimal("p99")));
  }

  private static Map<String, Long> counts(@Nullable String json) {
    return json == null ? Map.of() : JSON.readValue(json, COUNTS);
  }

  private static @Nullable Long millis(@Nullable BigDecimal millis) {
    return millis == null ? null : millis.longValue();
  }
}
