package dev.skald.projections.shipping;

import dev.skald.domain.Address;
import dev.skald.domain.shipping.ShipmentEvent.Parcel;
import java.time.Instant;
import java.util.List;

/** A shipment as people see it. */
public record ShipmentView(
    String shipmentId,
    String orderId,
    List<Parcel> items,
    Address shipTo,
    Instant createdAt,
    long position) {
  public ShipmentView {
    items = List.copyOf(items);
  }
}
