package dev.skald.domain.shipping;

import dev.skald.domain.Address;
import dev.skald.domain.EventType;
import dev.skald.domain.OrderId;
import dev.skald.domain.Sku;
import java.util.List;

/** What happens to one shipment: the stream {@code shipment-<shipmentId>}. */
public sealed interface ShipmentEvent {

  String CATEGORY = "shipment";

  List<EventType> TYPES = List.of(EventType.of("ShipmentCreated", 1, ShipmentCreated.class));

  record ShipmentCreated(OrderId order, List<Parcel> parcels, Address shipTo)
      implements ShipmentEvent {
    public ShipmentCreated {
      parcels = List.copyOf(parcels);
    }
  }

  /** So many of one product. */
  record Parcel(Sku sku, long quantity) {}
}
