package dev.skald.projections.orders;

import dev.skald.domain.Address;
import dev.skald.domain.Money;
import dev.skald.domain.orders.OrderEvent;
import dev.skald.domain.orders.OrderEvent.OrderCancelled;
import dev.skald.domain.orders.OrderEvent.OrderValidated;
import dev.skald.projections.engine.Fact;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order as people see it.
 *
 * @param status that it was shipped is said by shipments, and seen when it is read
 * @param sagaId the saga that processes it, if one does
 * @param story what happened around it, oldest first; only where it is asked for alone
 */
public record OrderView(
    String orderId,
    String customerId,
    Status status,
    List<Item> items,
    Money total,
    Address shipTo,
    @Nullable String sagaId,
    long version,
    Instant placedAt,
    @Nullable Instant cancelledAt,
    @Nullable List<Happening> story,
    long placedPosition,
    long position) {

  private static final String SAGA_ID = "sagaId";

  public OrderView {
    items = List.copyOf(items);
    story = story == null ? null : List.copyOf(story);
  }

  /** How far it has come. */
  public enum Status {
    VALIDATED,
    SHIPPED,
    CANCELLED
  }

  /** So many of one product, at the price that holds for this order. */
  public record Item(String sku, String name, long quantity, Money unitPrice, Money price) {}

  /** Something that happened around an order: in its own stream, or in those of others. */
  public record Happening(What what, String detail, Instant at, long position) {}

  /** What can happen around an order. */
  public enum What {
    VALIDATED,
    STOCK_RESERVED,
    PAYMENT_TAKEN,
    POINTS_AWARDED,
    SHIPPED,
    CUSTOMER_TOLD,
    POINTS_REVOKED,
    PAYMENT_REFUNDED,
    STOCK_RELEASED,
    CANCELLED
  }

  /** The order after one more of its events. */
  public static OrderView evolve(@Nullable OrderView view, Fact<OrderEvent> fact) {
    return switch (fact.event()) {
      case OrderValidated validated -> validated(validated, fact);
      case OrderCancelled _ -> validated(view).cancelled(fact);
    };
  }

  /** Its position is then that of the last thing that happened around it. */
  OrderView with(List<Happening> itsStory) {
    return new OrderView(
        orderId,
        customerId,
        status,
        items,
        total,
        shipTo,
        sagaId,
        version,
        placedAt,
        cancelledAt,
        itsStory,
        placedPosition,
        itsStory.stream().mapToLong(Happening::position).reduce(position, Math::max));
  }

  private static OrderView validated(OrderValidated validated, Fact<OrderEvent> fact) {
    return new OrderView(
        fact.id(),
        validated.customer().value(),
        Status.VALIDATED,
        validated.lines().stream().map(OrderView::item).toList(),
        validated.total(),
        validated.shipTo(),
        fact.recorded().metadata().get(SAGA_ID).orElse(null),
        fact.version(),
        fact.at(),
        null,
        null,
        fact.position(),
        fact.position());
  }

  private static Item item(OrderEvent.Line line) {
    return new Item(
        line.sku().value(),
        line.name(),
        line.quantity(),
        line.unitPrice(),
        line.unitPrice().times(line.quantity()));
  }

  private static OrderView validated(@Nullable OrderView view) {
    if (view == null) {
      throw new IllegalStateException("an order's first event must validate it");
    }
    return view;
  }

  private OrderView cancelled(Fact<OrderEvent> fact) {
    return new OrderView(
        orderId,
        customerId,
        Status.CANCELLED,
        items,
        total,
        shipTo,
        sagaId,
        fact.version(),
        placedAt,
        fact.at(),
        null,
        placedPosition,
        fact.position());
  }
}
