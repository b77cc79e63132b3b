package dev.skald.domain.shipping;

import dev.skald.domain.Ids;

public record ShipmentId(String value) {

  public ShipmentId {
    Ids.check("shipment id", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
