package dev.skald.domain.stock;

import dev.skald.domain.Decision;
import dev.skald.domain.Money;
import dev.skald.domain.OrderId;
import dev.skald.domain.stock.StockEvent.ProductOffered;
import dev.skald.domain.stock.StockEvent.StockCounted;
import dev.skald.domain.stock.StockEvent.StockReleased;
import dev.skald.domain.stock.StockEvent.StockReserved;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** A product as its events have left it, and what may be done with it next. */
public sealed interface Product {

  Product NONE = new None();

  /** So that no order whatsoever comes to more than an amount can hold. */
  BigDecimal PRICE_LIMIT = BigDecimal.valueOf(100_000_000);

  /** So that no sum of quantities is more than a number can hold. */
  long MAX_QUANTITY = 1_000_000_000;

  record None() implements Product {}

  record Offered(String name, Money price, long onHand, long reserved) implements Product {

    public long available() {
      return onHand - reserved;
    }
  }

  static Product evolve(Product product, StockEvent event) {
    return switch (event) {
      case ProductOffered(String name, Money price) ->
          switch (product) {
            case None _ -> new Offered(name, price, 0, 0);
            case Offered before -> new Offered(name, price, before.onHand(), before.reserved());
          };
      case StockCounted(long onHand) -> {
        Offered before = offered(product);
        yield new Offered(before.name(), before.price(), onHand, before.reserved());
      }
      case StockReserved reserved -> withReserved(product, reserved.reserved());
      case StockReleased released -> withReserved(product, released.reserved());
    };
  }

  /** Says what is offered and how many there are; only what differs is recorded. */
  static Decision<StockEvent> offer(Product product, String name, Money price, long onHand) {
    if (!price.isPositive() || price.amount().compareTo(PRICE_LIMIT) >= 0) {
      return Decision.refuse(
          "invalid-price",
          "a price of %s is not above zero and below %s".formatted(price, PRICE_LIMIT));
    }
    if (onHand < 0 || onHand > MAX_QUANTITY) {
      return Decision.refuse(
          "invalid-quantity",
          "there cannot be %d on hand, only 0 to %d".formatted(onHand, MAX_QUANTITY));
    }
    return switch (product) {
      case None _ ->
          new Decision.Accepted<>(
              List.of(new ProductOffered(name, price), new StockCounted(onHand)));
      case Offered before when onHand < before.reserved() ->
          Decision.refuse(
              "stock-reserved",
              "%d are reserved for orders; there cannot be only %d"
                  .formatted(before.reserved(), onHand));
      case Offered before -> new Decision.Accepted<>(differences(before, name, price, onHand));
    };
  }

  static Decision<StockEvent> reserve(Product product, OrderId order, long quantity) {
    if (quantity < 1 || quantity > MAX_QUANTITY) {
      return Decision.refuse(
          "invalid-quantity",
          "a quantity of %d is not from 1 to %d".formatted(quantity, MAX_QUANTITY));
    }
    return switch (product) {
      case None _ -> Decision.refuse("product-unknown", "there is no such product");
      case Offered offered when offered.available() < quantity ->
          Decision.refuse(
              "out-of-stock",
              "%d are available, %d were asked for".formatted(offered.available(), quantity));
      case Offered offered ->
          Decision.accept(new StockReserved(order, quantity, offered.reserved() + quantity));
    };
  }

  /** Takes back a reservation, of which its caller knows that it stands. */
  static Decision<StockEvent> release(Product product, OrderId order, long quantity) {
    return switch (product) {
      case Offered offered when offered.reserved() >= quantity ->
          Decision.accept(new StockReleased(order, quantity, offered.reserved() - quantity));
      case Offered _, None _ ->
          Decision.refuse("stock-not-reserved", "%d are not reserved".formatted(quantity));
    };
  }

  private static List<StockEvent> differences(
      Offered before, String name, Money price, long onHand) {
    List<StockEvent> events = new ArrayList<>();
    if (!before.name().equals(name) || !before.price().equals(price)) {
      events.add(new ProductOffered(name, price));
    }
    if (before.onHand() != onHand) {
      events.add(new StockCounted(onHand));
    }
    return events;
  }

  private static Product withReserved(Product product, long reserved) {
    Offered before = offered(product);
    return new Offered(before.name(), before.price(), before.onHand(), reserved);
  }

  private static Offered offered(Product product) {
    return switch (product) {
      case Offered offered -> offered;
      case None _ -> throw new IllegalStateException("a product's first event must offer it");
    };
  }
}
