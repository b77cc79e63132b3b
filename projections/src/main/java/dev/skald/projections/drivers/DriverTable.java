package dev.skald.projections.drivers;

import dev.skald.domain.drivers.DriverEvent;
import dev.skald.projections.drivers.DriverView.Status;
import dev.skald.projections.engine.Fact;
import dev.skald.projections.engine.Rows;
import dev.skald.projections.engine.StateTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One row for each driver. */
final class DriverTable implements StateTable<DriverView, DriverEvent> {

  @Override
  public Map<String, DriverView> load(Collection<String> ids, JdbcClient jdbc) {
    return jdbc
        .sql(
            """
            select driver_id, name, vehicle_type, lat, lon, on_duty, ride_id, version, created_at,
                   updated_at, registered_position, position
              from driver
             where driver_id = any(:ids)
            """)
        .param("ids", ids.toArray(String[]::new))
        .query((row, _) -> read(row))
        .list()
        .stream()
        .collect(Collectors.toMap(DriverView::driverId, Function.identity()));
  }

  @Override
  public DriverView evolve(@Nullable DriverView state, Fact<DriverEvent> fact) {
    return DriverView.evolve(state, fact);
  }

  @Override
  public void store(DriverView driver, Rows rows) {
    rows.write(
        """
        insert into driver
               (driver_id, name, vehicle_type, lat, lon, on_duty, ride_id, version, created_at,
                updated_at, registered_position, position)
        values (:driverId, :name, :vehicleType, :lat, :lon, :onDuty, :rideId, :version, :createdAt,
                :updatedAt, :registeredPosition, :position)
        on conflict (driver_id)
        do update set name = excluded.name, vehicle_type = excluded.vehicle_type,
                      lat = excluded.lat, lon = excluded.lon, on_duty = excluded.on_duty,
                      ride_id = excluded.ride_id, version = excluded.version,
                      updated_at = excluded.updated_at, position = excluded.position
        """,
        new MapSqlParameterSource("driverId", driver.driverId())
            .addValue("name", driver.name())
            .addValue("vehicleType", driver.vehicleType())
            .addValue("lat", driver.lat())
            .addValue("lon", driver.lon())
            .addValue("onDuty", driver.onDuty())
            .addValue("rideId", driver.rideId())
            .addValue("version", driver.version())
            .addValue("createdAt", Rows.time(driver.createdAt()))
            .addValue("updatedAt", Rows.time(driver.updatedAt()))
            .addValue("registeredPosition", driver.registeredPosition())
            .addValue("position", driver.position()));
  }

  static DriverView read(ResultSet row) throws SQLException {
    boolean onDuty = row.getBoolean("on_duty");
    String ride = row.getString("ride_id");
    return new DriverView(
        row.getString("driver_id"),
        row.getString("name"),
        row.getString("vehicle_type"),
        row.getDouble("lat"),
        row.getDouble("lon"),
        onDuty,
        onDuty && ride == null,
        Status.of(onDuty, ride),
        ride,
        row.getLong("version"),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("updated_at").toInstant(),
        row.getLong("registered_position"),
        row.getLong("position"));
  }
}
