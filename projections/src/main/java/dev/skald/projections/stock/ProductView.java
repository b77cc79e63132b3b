package dev.skald.projections.stock;

import dev.skald.domain.Money;
import dev.skald.domain.stock.StockEvent;
import dev.skald.domain.stock.StockEvent.ProductOffered;
import dev.skald.domain.stock.StockEvent.StockCounted;
import dev.skald.domain.stock.StockEvent.StockReleased;
import dev.skald.domain.stock.StockEvent.StockReserved;
import dev.skald.projections.engine.Fact;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A product as people see it; of what is on hand, that which is not reserved is available. */
public record ProductView(
    String sku,
    String name,
    Money price,
    long onHand,
    long reserved,
    long available,
    long version,
    Instant createdAt,
    Instant updatedAt,
    long offeredPosition,
    long position) {

  /** The product after one more of its events. */
  public static ProductView evolve(@Nullable ProductView view, Fact<StockEvent> fact) {
    return switch (fact.event()) {
      case ProductOffered offered ->
          view == null ? offered(offered, fact) : view.with(offered, fact);
      case StockCounted(long onHand) -> offered(view).counted(onHand, fact);
      case StockReserved reserved -> offered(view).withReserved(reserved.reserved(), fact);
      case StockReleased released -> offered(view).withReserved(released.reserved(), fact);
    };
  }

  private static ProductView offered(ProductOffered offered, Fact<StockEvent> fact) {
    return new ProductView(
        fact.id(),
        offered.name(),
        offered.price(),
        0,
        0,
        0,
        fact.version(),
        fact.at(),
        fact.at(),
        fact.position(),
        fact.position());
  }

  private static ProductView offered(@Nullable ProductView view) {
    if (view == null) {
      throw new IllegalStateException("a product's first event must offer it");
    }
    return view;
  }

  private ProductView with(ProductOffered offered, Fact<StockEvent> fact) {
    return with(offered.name(), offered.price(), onHand, reserved, fact);
  }

  private ProductView counted(long newOnHand, Fact<StockEvent> fact) {
    return with(name, price, newOnHand, reserved, fact);
  }

  private ProductView withReserved(long newReserved, Fact<StockEvent> fact) {
    return with(name, price, onHand, newReserved, fact);
  }

  private ProductView with(
      String newName, Money newPrice, long newOnHand, long newReserved, Fact<StockEvent> fact) {
    return new ProductView(
        sku,
        newName,
        newPrice,
        newOnHand,
        newReserved,
        newOnHand - newReserved,
        fact.version(),
        createdAt,
        fact.at(),
        offeredPosition,
        fact.position());
  }
}
