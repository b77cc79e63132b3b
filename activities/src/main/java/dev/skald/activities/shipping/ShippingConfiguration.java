package dev.skald.activities.shipping;

import dev.skald.activities.RehearsalProperties;
import dev.skald.activities.StepRecorder;
import dev.skald.activities.Streams;
import dev.skald.domain.shipping.Shipment;
import dev.skald.domain.shipping.ShipmentEvent;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.workflows.steps.ShippingSteps;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The shipments' part. */
@Configuration(proxyBeanMethods = false)
public class ShippingConfiguration {

  @Bean
  Streams<Shipment, ShipmentEvent> shipmentStreams(EventStore store, EventTypeRegistry types) {
    return new Streams<>(
        store, types, ShipmentEvent.CATEGORY, ShipmentEvent.class, Shipment.NONE, Shipment::evolve);
  }

  @Bean
  ShippingSteps shippingSteps(
      StepRecorder recorder,
      Streams<Shipment, ShipmentEvent> shipments,
      RehearsalProperties rehearsal) {
    return new EventSourcedShipping(recorder, shipments, rehearsal);
  }
}
