package dev.skald.domain.shipping;

import static dev.skald.domain.Decisions.accepted;
import static dev.skald.domain.Decisions.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.domain.Address;
import dev.skald.domain.OrderId;
import dev.skald.domain.Sku;
import dev.skald.domain.shipping.ShipmentEvent.Parcel;
import dev.skald.domain.shipping.ShipmentEvent.ShipmentCreated;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShipmentTest {

  private static final ShipmentCreated WANTED =
      new ShipmentCreated(
          new OrderId("o-1"),
          List.of(new Parcel(new Sku("book"), 2)),
          new Address("Ada", "Main Street 1", "Bremen", "DE"));

  @Test
  void a_shipment_is_created_once() {
    assertThat(accepted(Shipment.create(Shipment.NONE, WANTED, Set.of()))).containsExactly(WANTED);
    assertThat(refusal(Shipment.create(Shipment.evolve(Shipment.NONE, WANTED), WANTED, Set.of())))
        .isEqualTo("shipment-exists");
  }

  @Test
  void a_country_that_nobody_goes_to_and_an_empty_shipment_are_refused() {
    ShipmentCreated empty = new ShipmentCreated(WANTED.order(), List.of(), WANTED.shipTo());

    assertThat(refusal(Shipment.create(Shipment.NONE, WANTED, Set.of("DE"))))
        .isEqualTo("country-not-served");
    assertThat(refusal(Shipment.create(Shipment.NONE, empty, Set.of()))).isEqualTo("invalid-items");
  }
}
