package dev.skald.workflows.orderprocessing;

import dev.skald.domain.Address;
import dev.skald.domain.CustomerId;
import dev.skald.domain.OrderId;
import dev.skald.domain.Sku;
import dev.skald.domain.Texts;
import dev.skald.domain.orders.Order;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What starts an order. */
public record OrderProcessing(
    @Nullable OrderId orderId,
    CustomerId customerId,
    List<Item> items,
    Payment payment,
    Address shipTo) {

  private static final int MAX_TOKEN = 200;

  public OrderProcessing {
    items = List.copyOf(items);
    if (items.isEmpty() || items.size() > Order.MAX_LINES) {
      throw new IllegalArgumentException(
          "an order has 1 to %d items, not %d".formatted(Order.MAX_LINES, items.size()));
    }
  }

  /** So many of one product. */
  public record Item(Sku sku, int quantity) {
    public Item {
      if (quantity < 1 || quantity > Order.MAX_QUANTITY) {
        throw new IllegalArgumentException(
            "quantity %d must be from 1 to %d".formatted(quantity, Order.MAX_QUANTITY));
      }
    }
  }

  /** The token stands for the customer's means of payment. */
  public record Payment(String token) {
    public Payment {
      Texts.check("token", token, MAX_TOKEN);
    }
  }
}
