package dev.skald.projections.engine;

import dev.skald.domain.Address;
import dev.skald.domain.CustomerId;
import dev.skald.domain.Money;
import dev.skald.domain.OrderId;
import dev.skald.domain.Sku;
import dev.skald.domain.loyalty.PointsEvent.PointsAwarded;
import dev.skald.domain.loyalty.PointsEvent.PointsRevoked;
import dev.skald.domain.notifications.NotificationEvent.NotificationSent;
import dev.skald.domain.orders.OrderEvent.Line;
import dev.skald.domain.orders.OrderEvent.OrderCancelled;
import dev.skald.domain.orders.OrderEvent.OrderValidated;
import dev.skald.domain.payments.PaymentEvent.PaymentRefunded;
import dev.skald.domain.payments.PaymentEvent.PaymentTaken;
import dev.skald.domain.shipping.ShipmentEvent.Parcel;
import dev.skald.domain.shipping.ShipmentEvent.ShipmentCreated;
import dev.skald.domain.stock.StockEvent.ProductOffered;
import dev.skald.domain.stock.StockEvent.StockCounted;
import dev.skald.domain.stock.StockEvent.StockReleased;
import dev.skald.domain.stock.StockEvent.StockReserved;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Orders as their sagas leave them: shipped, or taken back step by step. */
final class OrderHistories {

  static final Address HOME = new Address("Ada", "Main Street 1", "Bremen", "DE");
  private static final Money PRICE = Money.of("12.50", "EUR");

  private final World world;
  private final Map<String, Long> reserved = new HashMap<>();

  OrderHistories(World world) {
    this.world = world;
  }

  /** What happens to one order. */
  record Told(String id, String customer, String sku, long quantity) {
    OrderId order() {
      return new OrderId(id);
    }

    Money total() {
      return PRICE.times(quantity);
    }
  }

  void shipped(Told told) {
    reserve(told);
    world.append(
        "shipment-" + told.id(),
        new ShipmentCreated(
            told.order(), List.of(new Parcel(new Sku(told.sku()), told.quantity())), HOME));
    tell(told, "confirmed");
  }

  void cancelled(Told told) {
    reserve(told);
    CustomerId customer = new CustomerId(told.customer());
    world.append("points-" + told.id(), new PointsRevoked(customer, told.quantity() * 12));
    world.append("payment-" + told.id(), new PaymentRefunded(told.total()));
    world.append(
        "product-" + told.sku(),
        new StockReleased(
            told.order(),
            told.quantity(),
            reserved.merge(told.sku(), -told.quantity(), Long::sum)));
    world.append("order-" + told.id(), new OrderCancelled());
    tell(told, "cancelled");
  }

  private void reserve(Told told) {
    CustomerId customer = new CustomerId(told.customer());
    if (!reserved.containsKey(told.sku())) {
      world.append(
          "product-" + told.sku(),
          new ProductOffered("A " + told.sku(), PRICE),
          new StockCounted(1_000));
    }
    world.append(
        "order-" + told.id(),
        new OrderValidated(
            customer,
            List.of(new Line(new Sku(told.sku()), "A " + told.sku(), told.quantity(), PRICE)),
            told.total(),
            HOME));
    world.append(
        "product-" + told.sku(),
        new StockReserved(
            told.order(), told.quantity(), reserved.merge(told.sku(), told.quantity(), Long::sum)));
    world.append("payment-" + told.id(), new PaymentTaken(customer, told.total(), told.id()));
    world.append("points-" + told.id(), new PointsAwarded(customer, told.quantity() * 12));
  }

  private void tell(Told told, String what) {
    world.append(
        "notification-" + told.id() + (what.equals("cancelled") ? "-cancelled" : ""),
        new NotificationSent(
            List.of(told.customer()), "Your order was " + what, "It was.", told.id()));
  }
}
