package dev.skald.domain.shipping;

import dev.skald.domain.Decision;
import dev.skald.domain.shipping.ShipmentEvent.ShipmentCreated;
import java.util.Set;

/** A shipment as its events have left it, and what may be done with it next. */
public sealed interface Shipment {

  Shipment NONE = new None();

  record None() implements Shipment {}

  record Created() implements Shipment {}

  static Shipment evolve(Shipment shipment, ShipmentEvent event) {
    return switch (event) {
      case ShipmentCreated _ -> new Created();
    };
  }

  /**
   * It leaves the house: from then on there is no way back.
   *
   * @param notServed countries that no carrier goes to
   */
  static Decision<ShipmentEvent> create(
      Shipment shipment, ShipmentCreated wanted, Set<String> notServed) {
    if (wanted.parcels().isEmpty()) {
      return Decision.refuse("invalid-items", "a shipment has at least one item");
    }
    if (notServed.contains(wanted.shipTo().country())) {
      return Decision.refuse(
          "country-not-served",
          "nothing can be shipped to country '%s'".formatted(wanted.shipTo().country()));
    }
    return switch (shipment) {
      case None _ -> Decision.accept(wanted);
      case Created _ ->
          Decision.refuse("shipment-exists", "a shipment with this id was created before");
    };
  }
}
