package dev.skald.workflows.steps;

import dev.skald.domain.Address;
import dev.skald.domain.OrderId;
import dev.skald.domain.Sku;
import dev.skald.domain.shipping.ShipmentId;
import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import io.temporal.activity.ActivityInterface;
import java.util.List;

/** What shipping does in sagas. */
@ActivityInterface(namePrefix = "shipping.")
public interface ShippingSteps {

  /** What has left the house cannot be called back. Refused if nobody ships to that country. */
  StepAnswer<ShipmentReceipt> create(StepCall call, CreateShipment command);

  record CreateShipment(ShipmentId shipmentId, OrderId orderId, List<Line> lines, Address shipTo) {
    public CreateShipment {
      lines = List.copyOf(lines);
    }
  }

  record Line(Sku sku, long quantity) {}

  record ShipmentReceipt(ShipmentId shipmentId) {}
}
