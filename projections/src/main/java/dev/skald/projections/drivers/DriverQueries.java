package dev.skald.projections.drivers;

import dev.skald.projections.Cursor;
import dev.skald.projections.Page;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads drivers. */
public final class DriverQueries {

  private final JdbcClient jdbc;

  public DriverQueries(JdbcClient readModels) {
    this.jdbc = readModels;
  }

  public Optional<DriverView> driver(String driverId) {
    return jdbc.sql(
            """
            select driver_id, name, vehicle_type, lat, lon, on_duty, ride_id, version, created_at,
                   updated_at, registered_position, position
              from readmodels.driver
             where driver_id = :driverId
            """)
        .param("driverId", driverId)
        .query((row, _) -> DriverTable.read(row))
        .optional();
  }

  /**
   * Newest first; what is null excludes none.
   *
   * @param available whether they can be given a ride now
   */
  public Page<DriverView> drivers(
      @Nullable String vehicleType,
      @Nullable Boolean available,
      int limit,
      @Nullable String cursor) {
    List<DriverView> rows =
        jdbc.sql(
                """
                select driver_id, name, vehicle_type, lat, lon, on_duty, ride_id, version,
                       created_at, updated_at, registered_position, position
                  from readmodels.driver
                 where registered_position < :before
                   and (cast(:vehicleType as text) is null
                        or lower(vehicle_type) = lower(:vehicleType))
                   and (cast(:available as boolean) is null
                        or (on_duty and ride_id is null) = :available)
                 order by registered_position desc
                 limit :limit
                """)
            .param("before", Cursor.position(cursor, Long.MAX_VALUE))
            .param("vehicleType", vehicleType)
            .param("available", available)
            .param("limit", limit + 1)
            .query((row, _) -> DriverTable.read(row))
            .list();
    return Page.of(rows, limit, DriverView::registeredPosition);
  }
}
