package dev.skald.projections.shipping;

import dev.skald.domain.shipping.ShipmentEvent;
import dev.skald.domain.shipping.ShipmentEvent.ShipmentCreated;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.projections.engine.Fact;
import dev.skald.projections.engine.Projection;
import dev.skald.projections.engine.Rows;
import dev.skald.projections.engine.Source;
import java.util.List;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import tools.jackson.databind.json.JsonMapper;

/** Shipments. */
public final class ShipmentProjection implements Projection {

  public static final String NAME = "shipments";
  static final JsonMapper JSON = EventTypeRegistry.jsonMapper();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> tables() {
    return List.of("shipment");
  }

  @Override
  public List<Source<?>> sources() {
    return List.of(
        Source.eachEvent(ShipmentEvent.CATEGORY, ShipmentEvent.class, ShipmentProjection::fold));
  }

  private static void fold(Fact<ShipmentEvent> fact, Rows rows) {
    switch (fact.event()) {
      case ShipmentCreated created -> create(created, fact, rows);
    }
  }

  private static void create(ShipmentCreated created, Fact<ShipmentEvent> fact, Rows rows) {
    rows.write(
        """
        insert into shipment (shipment_id, order_id, items, ship_to, created_at, position)
        values (:shipmentId, :orderId, cast(:items as jsonb), cast(:shipTo as jsonb), :createdAt,
                :position)
        """,
        new MapSqlParameterSource("shipmentId", fact.id())
            .addValue("orderId", created.order().value())
            .addValue("items", JSON.writeValueAsString(created.parcels()))
            .addValue("shipTo", JSON.writeValueAsString(created.shipTo()))
            .addValue("createdAt", Rows.time(fact.at()))
            .addValue("position", fact.position()));
  }
}
