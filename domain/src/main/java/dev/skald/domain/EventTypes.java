package dev.skald.domain;

import dev.skald.domain.accounts.AccountEvent;
import dev.skald.domain.accounts.TransferEvent;
import dev.skald.domain.content.ContentEvent;
import dev.skald.domain.drivers.DriverEvent;
import dev.skald.domain.loyalty.PointsEvent;
import dev.skald.domain.notifications.NotificationEvent;
import dev.skald.domain.orders.OrderEvent;
import dev.skald.domain.payments.PaymentEvent;
import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.shipping.ShipmentEvent;
import dev.skald.domain.stock.StockEvent;
import dev.skald.domain.trips.TripEvent;
import java.util.List;
import java.util.stream.Stream;

/** Every type of event that there is. */
public final class EventTypes {

  public static final List<EventType> ALL =
      Stream.of(
              AccountEvent.TYPES,
              TransferEvent.TYPES,
              StockEvent.TYPES,
              OrderEvent.TYPES,
              PaymentEvent.TYPES,
              PointsEvent.TYPES,
              ShipmentEvent.TYPES,
              NotificationEvent.TYPES,
              DriverEvent.TYPES,
              TripEvent.TYPES,
              ContentEvent.TYPES,
              SagaEvent.TYPES)
          .flatMap(List::stream)
          .toList();

  private EventTypes() {}
}
