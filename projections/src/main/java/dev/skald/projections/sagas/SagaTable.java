package dev.skald.projections.sagas;

import dev.skald.domain.sagas.SagaEvent;
import dev.skald.projections.engine.Fact;
import dev.skald.projections.engine.Rows;
import dev.skald.projections.engine.StateTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** One row for each saga; its steps stand in it as a document, since nobody asks for them alone. */
final class SagaTable implements StateTable<SagaView, SagaEvent> {

  /** Rows that were written by an older version are read until the new ones are built. */
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

  private static final TypeReference<List<StepView>> STEPS = new TypeReference<>() {};
  private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};

  @Override
  public Map<String, SagaView> load(Collection<String> ids, JdbcClient jdbc) {
    return jdbc
        .sql(
            """
            select saga_id, type, status, business_key, initiator, priority, started_at, ended_at,
                   last_event_at, current_step, failure, steps, turned, stalls, recovery,
                   stuck, called_off, version, started_position, position
              from saga
             where saga_id = any(:ids)
            """)
        .param("ids", ids.toArray(String[]::new))
        .query((row, _) -> read(row))
        .list()
        .stream()
        .collect(Collectors.toMap(SagaView::sagaId, Function.identity()));
  }

  @Override
  public SagaView evolve(@Nullable SagaView state, Fact<SagaEvent> fact) {
    return SagaView.evolve(state, fact);
  }

  @Override
  public void store(SagaView saga, Rows rows) {
    rows.write(
        """
        insert into saga
               (saga_id, type, status, business_key, initiator, priority, started_at, ended_at,
                last_event_at, current_step, failure, steps, turned, stalls, recovery, stuck,
                called_off, version, started_position, position)
        values (:sagaId, :type, :status, :businessKey, :initiator, :priority, :startedAt, :endedAt,
                :lastEventAt, :currentStep, cast(:failure as jsonb), cast(:steps as jsonb),
                cast(:turned as jsonb), :stalls, cast(:recovery as jsonb),
                cast(:stuck as jsonb), cast(:calledOff as jsonb), :version, :startedPosition, :position)
        on conflict (saga_id)
        do update set type = excluded.type, status = excluded.status,
                      business_key = excluded.business_key, initiator = excluded.initiator,
                      priority = excluded.priority, started_at = excluded.started_at,
                      ended_at = excluded.ended_at, last_event_at = excluded.last_event_at,
                      current_step = excluded.current_step, failure = excluded.failure,
                      steps = excluded.steps, turned = excluded.turned, stalls = excluded.stalls,
                      recovery = excluded.recovery, stuck = excluded.stuck,
                      called_off = excluded.called_off, version = excluded.version, position = excluded.position
        """,
        new MapSqlParameterSource("sagaId", saga.sagaId())
            .addValue("type", saga.type())
            .addValue("status", saga.status().name())
            .addValue("businessKey", saga.businessKey())
            .addValue("initiator", saga.initiator())
            .addValue("priority", saga.priority(), Types.INTEGER)
            .addValue("startedAt", Rows.time(saga.startedAt()))
            .addValue("endedAt", Rows.time(saga.endedAt()))
            .addValue("lastEventAt", Rows.time(saga.lastEventAt()))
            .addValue("currentStep", saga.currentStep())
            .addValue("failure", json(saga.failure()))
            .addValue("steps", json(saga.steps()))
            .addValue("turned", json(saga.turned()))
            .addValue("stalls", saga.stalls())
            .addValue("recovery", json(saga.recovery()))
            .addValue("stuck", json(saga.stuck()))
            .addValue("calledOff", json(saga.calledOff()))
            .addValue("version", saga.version())
            .addValue("startedPosition", saga.startedPosition())
            .addValue("position", saga.position()));
  }

  static SagaView read(ResultSet row) throws SQLException {
    Instant startedAt = row.getTimestamp("started_at").toInstant();
    Instant lastEventAt = time(row.getTimestamp("last_event_at"));
    return new SagaView(
        row.getString("saga_id"),
        row.getString("type"),
        SagaView.Status.valueOf(row.getString("status")),
        row.getString("business_key"),
        row.getString("initiator"),
        row.getObject("priority", Integer.class),
        startedAt,
        time(row.getTimestamp("ended_at")),
        lastEventAt == null ? startedAt : lastEventAt,
        row.getString("current_step"),
        read(row.getString("failure"), SagaView.Failure.class),
        JSON.readValue(row.getString("steps"), STEPS),
        JSON.readValue(row.getString("turned"), NAMES),
        row.getInt("stalls"),
        read(row.getString("recovery"), SagaView.Recovery.class),
        read(row.getString("stuck"), SagaView.Stuck.class),
        read(row.getString("called_off"), SagaView.CalledOff.class),
        row.getLong("version"),
        row.getLong("started_position"),
        row.getLong("position"));
  }

  private static @Nullable String json(@Nullable Object value) {
    return value == null ? null : JSON.writeValueAsString(value);
  }

  private static <T> @Nullable T read(@Nullable String json, Class<T> type) {
    return json == null ? null : JSON.readValue(json, type);
  }

  private static @Nullable Instant time(@Nullable Timestamp time) {
    return time == null ? null : time.toInstant();
  }
}
