package dev.skald.domain.orders;

import dev.skald.domain.Address;
import dev.skald.domain.CustomerId;
import dev.skald.domain.Decision;
import dev.skald.domain.Money;
import dev.skald.domain.Refusal;
import dev.skald.domain.Sku;
import dev.skald.domain.orders.OrderEvent.Line;
import dev.skald.domain.orders.OrderEvent.OrderCancelled;
import dev.skald.domain.orders.OrderEvent.OrderValidated;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** An order as its events have left it, and what may be done with it next. */
public sealed interface Order {

  Order NONE = new None();

  int MAX_LINES = 100;
  int MAX_QUANTITY = 10_000;

  record None() implements Order {}

  record Validated(List<Line> lines, Money total) implements Order {
    public Validated {
      lines = List.copyOf(lines);
    }
  }

  record Cancelled() implements Order {}

  /** What a customer asks for. */
  record Wish(CustomerId customer, List<Item> items, Address shipTo) {
    public Wish {
      items = List.copyOf(items);
    }
  }

  record Item(Sku sku, long quantity) {}

  /** What a product is called and costs at the moment. */
  record Offer(String name, Money price) {}

  static Order evolve(Order order, OrderEvent event) {
    return switch (event) {
      case OrderValidated validated -> new Validated(validated.lines(), validated.total());
      case OrderCancelled _ -> new Cancelled();
    };
  }

  /**
   * Prices are those of the moment, and hold for this order from then on.
   *
   * @param offers of the products that there are; a product without one is unknown
   */
  static Decision<OrderEvent> validate(Order order, Wish wish, Map<Sku, Offer> offers) {
    return switch (order) {
      case Validated _, Cancelled _ ->
          Decision.refuse("order-exists", "an order with this id was placed before");
      case None _ ->
          objection(wish.items(), offers)
              .<Decision<OrderEvent>>map(Decision.Refused::new)
              .orElseGet(() -> Decision.accept(priced(wish, offers)));
    };
  }

  static Decision<OrderEvent> cancel(Order order) {
    return switch (order) {
      case None _ -> Decision.refuse("order-unknown", "there is no such order");
      case Validated _ -> Decision.accept(new OrderCancelled());
      case Cancelled _ -> Decision.unchanged();
    };
  }

  private static Optional<Refusal> objection(List<Item> items, Map<Sku, Offer> offers) {
    if (items.isEmpty() || items.size() > MAX_LINES) {
      return objection(
          "invalid-items", "an order has 1 to %d items, not %d".formatted(MAX_LINES, items.size()));
    }
    for (Item item : items) {
      if (item.quantity() < 1 || item.quantity() > MAX_QUANTITY) {
        return objection(
            "invalid-quantity",
            "of '%s', 1 to %d can be ordered, not %d"
                .formatted(item.sku(), MAX_QUANTITY, item.quantity()));
      }
      if (!offers.containsKey(item.sku())) {
        return objection("product-unknown", "there is no product '%s'".formatted(item.sku()));
      }
    }
    List<String> currencies =
        offers.values().stream()
            .map(offer -> offer.price().currency().getCurrencyCode())
            .distinct()
            .sorted()
            .toList();
    return currencies.size() > 1
        ? objection(
            "mixed-currencies",
            "the products are sold in %s; an order has one currency"
                .formatted(String.join(" and ", currencies)))
        : Optional.empty();
  }

  private static Optional<Refusal> objection(String code, String message) {
    return Optional.of(new Refusal(code, message));
  }

  private static OrderValidated priced(Wish wish, Map<Sku, Offer> offers) {
    List<Line> lines =
        wish.items().stream()
            .map(item -> line(item, Objects.requireNonNull(offers.get(item.sku()))))
            .toList();
    Money total =
        lines.stream()
            .map(line -> line.unitPrice().times(line.quantity()))
            .reduce(Money::plus)
            .orElseThrow();
    return new OrderValidated(wish.customer(), lines, total, wish.shipTo());
  }

  private static Line line(Item item, Offer offer) {
    return new Line(item.sku(), offer.name(), item.quantity(), offer.price());
  }
}
