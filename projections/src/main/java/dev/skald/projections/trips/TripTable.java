package dev.skald.projections.trips;

import dev.skald.domain.trips.Trip.Status;
import dev.skald.domain.trips.TripEvent;
import dev.skald.domain.trips.TripPlan;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.projections.engine.Fact;
import dev.skald.projections.engine.Rows;
import dev.skald.projections.engine.StateTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** One row for each trip. */
final class TripTable implements StateTable<TripRow, TripEvent> {

  private static final JsonMapper JSON = EventTypeRegistry.jsonMapper();

  @Override
  public Map<String, TripRow> load(Collection<String> ids, JdbcClient jdbc) {
    return jdbc
        .sql(
            """
            select trip_id, status, plan, created_at, started_at, completed_at, version,
                   created_position, position
              from trip
             where trip_id = any(:ids)
            """)
        .param("ids", ids.toArray(String[]::new))
        .query((row, _) -> read(row))
        .list()
        .stream()
        .collect(Collectors.toMap(TripRow::tripId, Function.identity()));
  }

  @Override
  public TripRow evolve(@Nullable TripRow state, Fact<TripEvent> fact) {
    return TripRow.evolve(state, fact);
  }

  @Override
  public void store(TripRow trip, Rows rows) {
    rows.write(
        """
        insert into trip
               (trip_id, status, passenger_id, driver_id, fare, currency, plan, created_at,
                started_at, completed_at, version, created_position, position)
        values (:tripId, :status, :passengerId, :driverId, :fare, :currency, cast(:plan as jsonb),
                :createdAt, :startedAt, :completedAt, :version, :createdPosition, :position)
        on conflict (trip_id)
        do update set status = excluded.status, started_at = excluded.started_at,
                      completed_at = excluded.completed_at, version = excluded.version,
                      position = excluded.position
        """,
        new MapSqlParameterSource("tripId", trip.tripId())
            .addValue("status", trip.status().name())
            .addValue("passengerId", trip.plan().passengerId())
            .addValue("driverId", trip.plan().driverId())
            .addValue("fare", trip.plan().fare().amount().amount())
            .addValue("currency", trip.plan().fare().amount().currency().getCurrencyCode())
            .addValue("plan", JSON.writeValueAsString(trip.plan()))
            .addValue("createdAt", Rows.time(trip.createdAt()))
            .addValue("startedAt", Rows.time(trip.startedAt()))
            .addValue("completedAt", Rows.time(trip.completedAt()))
            .addValue("version", trip.version())
            .addValue("createdPosition", trip.createdPosition())
            .addValue("position", trip.position()));
  }

  static TripRow read(ResultSet row) throws SQLException {
    return new TripRow(
        row.getString("trip_id"),
        Status.valueOf(row.getString("status")),
        JSON.readValue(row.getString("plan"), TripPlan.class),
        row.getTimestamp("created_at").toInstant(),
        time(row.getTimestamp("started_at")),
        time(row.getTimestamp("completed_at")),
        row.getLong("version"),
        row.getLong("created_position"),
        row.getLong("position"));
  }

  private static @Nullable Instant time(@Nullable Timestamp time) {
    return time == null ? null : time.toInstant();
  }
}
