package dev.skald.domain.orders;

import dev.skald.domain.Address;
import dev.skald.domain.CustomerId;
import dev.skald.domain.EventType;
import dev.skald.domain.Money;
import dev.skald.domain.Sku;
import java.util.List;

/** What happens to one order: the stream {@code order-<orderId>}. */
public sealed interface OrderEvent {

  String CATEGORY = "order";

  List<EventType> TYPES =
      List.of(
          EventType.of("OrderValidated", 1, OrderValidated.class),
          EventType.of("OrderCancelled", 1, OrderCancelled.class));

  /** It can be met, at the prices of that moment. */
  record OrderValidated(CustomerId customer, List<Line> lines, Money total, Address shipTo)
      implements OrderEvent {
    public OrderValidated {
      lines = List.copyOf(lines);
    }
  }

  record OrderCancelled() implements OrderEvent {}

  record Line(Sku sku, String name, long quantity, Money unitPrice) {}
}
