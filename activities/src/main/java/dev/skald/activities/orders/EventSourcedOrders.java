package dev.skald.activities.orders;

import dev.skald.activities.Notices;
import dev.skald.activities.Notices.Notice;
import dev.skald.activities.Outcome;
import dev.skald.activities.ProductCatalogue;
import dev.skald.activities.StepRecorder;
import dev.skald.activities.Streams;
import dev.skald.domain.Decision;
import dev.skald.domain.Sku;
import dev.skald.domain.orders.Order;
import dev.skald.domain.orders.Order.Item;
import dev.skald.domain.orders.Order.Offer;
import dev.skald.domain.orders.Order.Wish;
import dev.skald.domain.orders.OrderEvent;
import dev.skald.eventstore.Loaded;
import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.engine.UndoAnswer;
import dev.skald.workflows.steps.OrderSteps;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The orders' steps, each decided on the order's own stream. */
final class EventSourcedOrders implements OrderSteps {

  private final StepRecorder recorder;
  private final Streams<Order, OrderEvent> orders;
  private final ProductCatalogue products;
  private final Notices notices;

  EventSourcedOrders(
      StepRecorder recorder,
      Streams<Order, OrderEvent> orders,
      ProductCatalogue products,
      Notices notices) {
    this.recorder = recorder;
    this.orders = orders;
    this.products = products;
    this.notices = notices;
  }

  @Override
  public StepAnswer<PricedOrder> validate(StepCall call, ValidateOrder command) {
    List<Item> items =
        command.lines().stream().map(line -> new Item(line.sku(), line.quantity())).toList();
    Wish wish = new Wish(command.customerId(), items, command.shipTo());
    return recorder.perform(
        call,
        command,
        PricedOrder.class,
        () ->
            orders.decide(
                command.orderId().value(),
                order -> Order.validate(order, wish, offers(items)),
                EventSourcedOrders::priced));
  }

  @Override
  public UndoAnswer cancel(StepCall call, ValidateOrder command) {
    return recorder.undo(call, command, () -> cancelled(command));
  }

  /** The customer is told in the same append, so that no order is cancelled in silence. */
  private Outcome<PricedOrder> cancelled(ValidateOrder command) {
    String id = command.orderId().value();
    Loaded<Order> loaded = orders.load(id);
    return switch (Order.cancel(loaded.state())) {
      case Decision.Refused<OrderEvent>(var refusal) -> new Outcome.Refused<>(refusal);
      case Decision.Accepted<OrderEvent>(var events) ->
          new Outcome.Done<>(
              priced(loaded.state()),
              List.of(
                  orders.facts(loaded, events), notices.of(id + "-cancelled", regret(command))));
    };
  }

  private static Notice regret(ValidateOrder command) {
    return new Notice(
        List.of(command.customerId().value()),
        "Your order was cancelled",
        "Your order %s could not be fulfilled and was cancelled. Whatever was paid is given back."
            .formatted(command.orderId()),
        command.orderId().value());
  }

  private Map<Sku, Offer> offers(List<Item> items) {
    Map<Sku, Offer> offers = new HashMap<>();
    for (Item item : items) {
      products
          .find(item.sku())
          .ifPresent(entry -> offers.put(item.sku(), new Offer(entry.name(), entry.price())));
    }
    return offers;
  }

  private static PricedOrder priced(Order order) {
    return switch (order) {
      case Order.Validated(var lines, var total) ->
          new PricedOrder(
              total,
              lines.stream()
                  .map(line -> new PricedLine(line.sku(), line.quantity(), line.unitPrice()))
                  .toList());
      case Order.None _, Order.Cancelled _ ->
          throw new IllegalStateException("only an order that holds has prices");
    };
  }
}
