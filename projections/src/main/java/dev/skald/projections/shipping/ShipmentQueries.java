package dev.skald.projections.shipping;

import static dev.skald.projections.shipping.ShipmentProjection.JSON;

import dev.skald.domain.Address;
import dev.skald.domain.shipping.ShipmentEvent.Parcel;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;

/** Reads shipments. */
public final class ShipmentQueries {

  private static final TypeReference<List<Parcel>> PARCELS = new TypeReference<>() {};

  private final JdbcClient jdbc;

  public ShipmentQueries(JdbcClient readModels) {
    this.jdbc = readModels;
  }

  public Optional<ShipmentView> shipment(String shipmentId) {
    return jdbc.sql(
            """
            select shipment_id, order_id, items, ship_to, created_at, position
              from readmodels.shipment
             where shipment_id = :shipmentId
            """)
        .param("shipmentId", shipmentId)
        .query((row, _) -> read(row))
        .optional();
  }

  private static ShipmentView read(ResultSet row) throws SQLException {
    return new ShipmentView(
        row.getString("shipment_id"),
        row.getString("order_id"),
        JSON.readValue(row.getString("items"), PARCELS),
        JSON.readValue(row.getString("ship_to"), Address.class),
        row.getTimestamp("created_at").toInstant(),
        row.getLong("position"));
  }
}
