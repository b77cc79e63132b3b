package dev.skald.projections.sagas;

import dev.skald.domain.sagas.SagaEvent;
import dev.skald.projections.engine.Fact;
import dev.skald.projections.engine.Rows;
import dev.skald.projections.engine.StateTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** One row for each saga; its steps stand in it as a document, since nobody asks for them alone. */
final class SagaTable implements StateTable<SagaView, SagaEvent> {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<List<StepView>> STEPS = new TypeReference<>() {};

  @Override
  public Map<String, SagaView> load(Collection<String> ids, JdbcClient jdbc) {
    return jdbc
        .sql(
            """
            select saga_id, type, status, business_key, started_at, ended_at, current_step, failure,
                   steps, version, started_position, position
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
               (saga_id, type, status, business_key, started_at, ended_at, current_step, failure,
                steps, version, started_position, position)
        values (:sagaId, :type, :status, :businessKey, :startedAt, :endedAt, :currentStep,
                cast(:failure as jsonb), cast(:steps as jsonb), :version, :startedPosition,
                :position)
        on conflict (saga_id)
        do update set type = excluded.type, status = excluded.status,
                      business_key = excluded.business_key, started_at = excluded.started_at,
                      ended_at = excluded.ended_at, current_step = excluded.current_step,
                      failure = excluded.failure, steps = excluded.steps,
                      version = excluded.version, position = excluded.position
        """,
        new MapSqlParameterSource("sagaId", saga.sagaId())
            .addValue("type", saga.type())
            .addValue("status", saga.status().name())
            .addValue("businessKey", saga.businessKey())
            .addValue("startedAt", Rows.time(saga.startedAt()))
            .addValue("endedAt", Rows.time(saga.endedAt()))
            .addValue("currentStep", saga.currentStep())
            .addValue(
                "failure", saga.failure() == null ? null : JSON.writeValueAsString(saga.failure()))
            .addValue("steps", JSON.writeValueAsString(saga.steps()))
            .addValue("version", saga.version())
            .addValue("startedPosition", saga.startedPosition())
            .addValue("position", saga.position()));
  }

  static SagaView read(ResultSet row) throws SQLException {
    Timestamp endedAt = row.getTimestamp("ended_at");
    String failure = row.getString("failure");
    return new SagaView(
        row.getString("saga_id"),
        row.getString("type"),
        SagaView.Status.valueOf(row.getString("status")),
        row.getString("business_key"),
        row.getTimestamp("started_at").toInstant(),
        endedAt == null ? null : endedAt.toInstant(),
        row.getString("current_step"),
        failure == null ? null : JSON.readValue(failure, SagaView.Failure.class),
        JSON.readValue(row.getString("steps"), STEPS),
        row.getLong("version"),
        row.getLong("started_position"),
        row.getLong("position"));
  }
}
