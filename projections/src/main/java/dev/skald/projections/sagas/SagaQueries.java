package dev.skald.projections.sagas;

import dev.skald.projections.Cursor;
import dev.skald.projections.Page;
import dev.skald.projections.engine.Rows;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads sagas. */
public final class SagaQueries {

  private final JdbcClient jdbc;

  public SagaQueries(JdbcClient readModels) {
    this.jdbc = readModels;
  }

  public Optional<SagaView> saga(String sagaId) {
    return jdbc.sql(
            """
            select saga_id, type, status, business_key, initiator, priority, started_at, ended_at,
                   last_event_at, current_step, failure, steps, turned, stalls, recovery,
                   stuck, called_off, version, started_position, position
              from readmodels.saga
             where saga_id = :sagaId
            """)
        .param("sagaId", sagaId)
        .query((row, _) -> SagaTable.read(row))
        .optional();
  }

  /** Newest first. */
  public Page<SagaView> sagas(SagaFilter filter, int limit, @Nullable String cursor) {
    List<SagaView> rows =
        jdbc.sql(
                """
                select saga_id, type, status, business_key, initiator, priority, started_at, ended_at,
                       last_event_at, current_step, failure, steps, turned, stalls, recovery,
                       stuck, called_off, version, started_position, position
                  from readmodels.saga
                 where started_position < :before
                   and type <> ''
                   and (cast(:type as text) is null or type = :type)
                   and (cast(:status as text) is null or status = :status)
                   and (cast(:businessKey as text) is null or business_key = :businessKey)
                   and (cast(:from as timestamptz) is null or started_at >= :from)
                   and (cast(:to as timestamptz) is null or started_at < :to)
                   and (cast(:q as text) is null
                        or strpos(lower(concat_ws(' ', saga_id, business_key, current_step,
                                                  failure ->> 'code', failure ->> 'message')),
                                  lower(:q)) > 0)
                 order by started_position desc
                 limit :limit
                """)
            .param("before", Cursor.position(cursor, Long.MAX_VALUE))
            .param("type", filter.type())
            .param("status", filter.status() == null ? null : filter.status().name())
            .param("businessKey", filter.businessKey())
            .param("from", Rows.time(filter.from()))
            .param("to", Rows.time(filter.to()))
            .param("q", filter.q())
            .param("limit", limit + 1)
            .query((row, _) -> SagaTable.read(row))
            .list();
    return Page.of(rows, limit, SagaView::startedPosition);
  }

  /** Those that have not ended, oldest first, after the start of another. */
  public List<SagaView> open(long afterStart, int limit) {
    return jdbc.sql(
            """
            select saga_id, type, status, business_key, initiator, priority, started_at, ended_at,
                   last_event_at, current_step, failure, steps, turned, stalls, recovery,
                   stuck, called_off, version, started_position, position
              from readmodels.saga
             where started_position > :after
               and status in ('RUNNING', 'COMPENSATING', 'AWAITING_OPERATOR')
               and type <> ''
             order by started_position
             limit :limit
            """)
        .param("after", afterStart)
        .param("limit", limit)
        .query((row, _) -> SagaTable.read(row))
        .list();
  }
}
