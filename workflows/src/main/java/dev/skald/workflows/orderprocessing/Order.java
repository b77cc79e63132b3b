package dev.skald.workflows.orderprocessing;

import dev.skald.domain.Money;
import dev.skald.domain.OrderId;
import dev.skald.domain.payments.PaymentId;
import dev.skald.domain.shipping.ShipmentId;
import dev.skald.workflows.steps.LoyaltySteps.AwardPoints;
import dev.skald.workflows.steps.NotificationSteps.SendNotification;
import dev.skald.workflows.steps.OrderSteps;
import dev.skald.workflows.steps.OrderSteps.ValidateOrder;
import dev.skald.workflows.steps.PaymentSteps.TakePayment;
import dev.skald.workflows.steps.ShippingSteps;
import dev.skald.workflows.steps.ShippingSteps.CreateShipment;
import dev.skald.workflows.steps.StockSteps;
import dev.skald.workflows.steps.StockSteps.ReserveStock;
import java.util.List;
import java.util.function.Function;

/** What an order's steps are told. */
record Order(String key, OrderProcessing request) {

  ValidateOrder toValidate() {
    return new ValidateOrder(
        id(),
        request.customerId(),
        lines(item -> new OrderSteps.Line(item.sku(), item.quantity())),
        request.shipTo());
  }

  ReserveStock toReserve() {
    return new ReserveStock(id(), lines(item -> new StockSteps.Line(item.sku(), item.quantity())));
  }

  TakePayment toPay(Money total) {
    return new TakePayment(
        new PaymentId(key), request.customerId(), total, request.payment().token(), key);
  }

  AwardPoints toAward(Money total) {
    return new AwardPoints(request.customerId(), total, key);
  }

  CreateShipment toShip() {
    return new CreateShipment(
        new ShipmentId(key),
        id(),
        lines(item -> new ShippingSteps.Line(item.sku(), item.quantity())),
        request.shipTo());
  }

  SendNotification toConfirm(Money total) {
    return new SendNotification(
        key,
        List.of(request.customerId().value()),
        "Your order is on its way",
        "Order %s for %s was paid and has been handed to shipping.".formatted(key, total),
        key);
  }

  private OrderId id() {
    return new OrderId(key);
  }

  private <L> List<L> lines(Function<OrderProcessing.Item, L> line) {
    return request.items().stream().map(line).toList();
  }
}
