package dev.skald.activities.shipping;

import dev.skald.activities.RehearsalProperties;
import dev.skald.activities.StepRecorder;
import dev.skald.activities.Streams;
import dev.skald.domain.shipping.Shipment;
import dev.skald.domain.shipping.ShipmentEvent;
import dev.skald.domain.shipping.ShipmentEvent.Parcel;
import dev.skald.domain.shipping.ShipmentEvent.ShipmentCreated;
import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.steps.ShippingSteps;
import java.util.Set;

/** The shipments' steps, each decided on the shipment's own stream. */
final class EventSourcedShipping implements ShippingSteps {

  /** No country has this code, nor ever will. */
  private static final String NOWHERE = "ZZ";

  private final StepRecorder recorder;
  private final Streams<Shipment, ShipmentEvent> shipments;
  private final Set<String> notServed;

  EventSourcedShipping(
      StepRecorder recorder,
      Streams<Shipment, ShipmentEvent> shipments,
      RehearsalProperties rehearsal) {
    this.recorder = recorder;
    this.shipments = shipments;
    this.notServed = rehearsal.enabled() ? Set.of(NOWHERE) : Set.of();
  }

  @Override
  public StepAnswer<ShipmentReceipt> create(StepCall call, CreateShipment command) {
    ShipmentCreated wanted =
        new ShipmentCreated(
            command.orderId(),
            command.lines().stream().map(line -> new Parcel(line.sku(), line.quantity())).toList(),
            command.shipTo());
    return recorder.perform(
        call,
        command,
        ShipmentReceipt.class,
        () ->
            shipments.decide(
                command.shipmentId().value(),
                shipment -> Shipment.create(shipment, wanted, notServed),
                _ -> new ShipmentReceipt(command.shipmentId())));
  }
}
