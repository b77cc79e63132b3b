package dev.skald.domain.stock;

import dev.skald.domain.EventType;
import dev.skald.domain.Money;
import dev.skald.domain.OrderId;
import java.util.List;

/** What happens to one product: the stream {@code product-<sku>}. */
public sealed interface StockEvent {

  String CATEGORY = "product";

  List<EventType> TYPES =
      List.of(
          EventType.of("ProductOffered", 1, ProductOffered.class),
          EventType.of("StockCounted", 1, StockCounted.class),
          EventType.of("StockReserved", 1, StockReserved.class),
          EventType.of("StockReleased", 1, StockReleased.class));

  /** Said anew whenever its name or its price changes. */
  record ProductOffered(String name, Money price) implements StockEvent {}

  record StockCounted(long onHand) implements StockEvent {}

  /** Reserved is the sum for all orders after it, so that a reader need not add up. */
  record StockReserved(OrderId order, long quantity, long reserved) implements StockEvent {}

  record StockReleased(OrderId order, long quantity, long reserved) implements StockEvent {}
}
