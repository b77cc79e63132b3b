package dev.skald.workflows.orderprocessing;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.skald.domain.Address;
import dev.skald.domain.CustomerId;
import dev.skald.domain.OrderId;
import dev.skald.domain.Sku;
import dev.skald.workflows.engine.Backoff;
import dev.skald.workflows.engine.Limits;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaRun;
import dev.skald.workflows.engine.SagaType;
import dev.skald.workflows.engine.SagaType.IfLost;
import dev.skald.workflows.engine.Step;
import dev.skald.workflows.steps.LoyaltySteps;
import dev.skald.workflows.steps.LoyaltySteps.AwardPoints;
import dev.skald.workflows.steps.LoyaltySteps.PointsReceipt;
import dev.skald.workflows.steps.NotificationSteps;
import dev.skald.workflows.steps.NotificationSteps.NotificationReceipt;
import dev.skald.workflows.steps.NotificationSteps.SendNotification;
import dev.skald.workflows.steps.OrderSteps;
import dev.skald.workflows.steps.OrderSteps.PricedOrder;
import dev.skald.workflows.steps.OrderSteps.ValidateOrder;
import dev.skald.workflows.steps.PaymentSteps;
import dev.skald.workflows.steps.PaymentSteps.PaymentReceipt;
import dev.skald.workflows.steps.PaymentSteps.TakePayment;
import dev.skald.workflows.steps.ShippingSteps;
import dev.skald.workflows.steps.ShippingSteps.CreateShipment;
import dev.skald.workflows.steps.ShippingSteps.ShipmentReceipt;
import dev.skald.workflows.steps.StockSteps;
import dev.skald.workflows.steps.StockSteps.ReservationReceipt;
import dev.skald.workflows.steps.StockSteps.ReserveStock;
import java.util.List;

/** Goods are reserved before they are paid, and paid before they leave the house. */
public final class OrderProcessingSaga implements Saga<OrderProcessing> {

  private static final Backoff BACKOFF = Backoff.exponential(ofMillis(100), ofSeconds(10));

  /** Our own database: short, and soon mended. */
  private static final Limits.Expected HERE = Limits.quick(ofSeconds(10)).usually(ofMillis(30));

  static final Step<OrderSteps, ValidateOrder, PricedOrder> VALIDATE_ORDER =
      Step.reversible(
          "validate-order",
          OrderSteps.class,
          OrderSteps::validate,
          OrderSteps::cancel,
          HERE.tries(8, BACKOFF).thenCompensate());

  static final Step<StockSteps, ReserveStock, ReservationReceipt> RESERVE_STOCK =
      Step.reversible(
              "reserve-stock",
              StockSteps.class,
              StockSteps::reserve,
              StockSteps::release,
              HERE.tries(8, BACKOFF).thenCompensate())
          .refuses("out-of-stock", "product-unknown");

  static final Step<PaymentSteps, TakePayment, PaymentReceipt> TAKE_PAYMENT =
      Step.reversible(
              "take-payment",
              PaymentSteps.class,
              PaymentSteps::take,
              PaymentSteps::refund,
              Limits.quick(ofSeconds(30)).usually(ofMillis(30)).tries(8, BACKOFF).thenCompensate())
          .refuses("payment-declined", "payment-exists");

  static final Step<LoyaltySteps, AwardPoints, PointsReceipt> AWARD_POINTS =
      Step.reversible(
          "award-points",
          LoyaltySteps.class,
          LoyaltySteps::award,
          LoyaltySteps::revoke,
          HERE.tries(8, BACKOFF).thenCompensate());

  static final Step<ShippingSteps, CreateShipment, ShipmentReceipt> CREATE_SHIPMENT =
      Step.pivot(
              "create-shipment",
              ShippingSteps.class,
              ShippingSteps::create,
              HERE.triesWithoutEnd(BACKOFF))
          .refuses("country-not-served", "shipment-exists");

  static final Step<NotificationSteps, SendNotification, NotificationReceipt> SEND_CONFIRMATION =
      Step.optional(
          "send-confirmation",
          NotificationSteps.class,
          NotificationSteps::send,
          HERE.tries(5, BACKOFF).thenGoOn());

  private static final SagaType<OrderProcessing> TYPE =
      SagaType.named("order-processing", OrderProcessing.class)
          .purpose("Sells products: reserved, paid and shipped, or cancelled with the money back.")
          .startedBy(
              new OrderProcessing(
                  new OrderId("order-1"),
                  new CustomerId("carol"),
                  List.of(new OrderProcessing.Item(new Sku("lamp"), 2)),
                  new OrderProcessing.Payment("card-1"),
                  new Address("Carol", "Main Street 1", "Berlin", "DE")),
              order -> order.orderId() == null ? null : order.orderId().value())
          .deadline(ofMinutes(30))
          .ifLost(IfLost.RETRY)
          .steps(
              VALIDATE_ORDER,
              RESERVE_STOCK,
              TAKE_PAYMENT,
              AWARD_POINTS,
              CREATE_SHIPMENT,
              SEND_CONFIRMATION);

  @Override
  public SagaType<OrderProcessing> type() {
    return TYPE;
  }

  @Override
  public void run(SagaRun saga, OrderProcessing request) {
    Order order = new Order(saga.businessKey(), request);

    PricedOrder priced = saga.step(VALIDATE_ORDER, order.toValidate());
    saga.step(RESERVE_STOCK, order.toReserve());
    saga.step(TAKE_PAYMENT, order.toPay(priced.total()));
    saga.step(AWARD_POINTS, order.toAward(priced.total()));
    saga.step(CREATE_SHIPMENT, order.toShip());
    saga.optional(SEND_CONFIRMATION, order.toConfirm(priced.total()));
  }
}
