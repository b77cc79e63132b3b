package dev.skald.projections.trips;

import dev.skald.projections.Cursor;
import dev.skald.projections.Page;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads trips. */
public final class TripQueries {

  private final JdbcClient jdbc;

  public TripQueries(JdbcClient readModels) {
    this.jdbc = readModels;
  }

  public Optional<TripView> trip(String tripId) {
    return jdbc.sql(
            """
            select trip_id, status, plan, created_at, started_at, completed_at, version,
                   created_position, position
              from readmodels.trip
             where trip_id = :tripId
            """)
        .param("tripId", tripId)
        .query((row, _) -> TripView.of(TripTable.read(row)))
        .optional();
  }

  /** Newest first. */
  public Page<TripView> trips(TripFilter filter, int limit, @Nullable String cursor) {
    List<TripView> rows =
        jdbc.sql(
                """
                select trip_id, status, plan, created_at, started_at, completed_at, version,
                       created_position, position
                  from readmodels.trip
                 where created_position < :before
                   and (cast(:passengerId as text) is null or passenger_id = :passengerId)
                   and (cast(:driverId as text) is null or driver_id = :driverId)
                   and (cast(:status as text) is null or status = :status)
                 order by created_position desc
                 limit :limit
                """)
            .param("before", Cursor.position(cursor, Long.MAX_VALUE))
            .param("passengerId", filter.passengerId())
            .param("driverId", filter.driverId())
            .param("status", filter.status() == null ? null : filter.status().name())
            .param("limit", limit + 1)
            .query((row, _) -> TripView.of(TripTable.read(row)))
            .list();
    return Page.of(rows, limit, TripView::createdPosition);
  }
}
