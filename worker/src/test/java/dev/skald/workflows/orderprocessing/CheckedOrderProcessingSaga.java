package dev.skald.workflows.orderprocessing;

import static dev.skald.workflows.orderprocessing.OrderProcessingSaga.AWARD_POINTS;
import static dev.skald.workflows.orderprocessing.OrderProcessingSaga.CREATE_SHIPMENT;
import static dev.skald.workflows.orderprocessing.OrderProcessingSaga.RESERVE_STOCK;
import static dev.skald.workflows.orderprocessing.OrderProcessingSaga.SEND_CONFIRMATION;
import static dev.skald.workflows.orderprocessing.OrderProcessingSaga.TAKE_PAYMENT;
import static dev.skald.workflows.orderprocessing.OrderProcessingSaga.VALIDATE_ORDER;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.skald.domain.CustomerId;
import dev.skald.domain.Money;
import dev.skald.workflows.engine.Backoff;
import dev.skald.workflows.engine.Limits;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaRun;
import dev.skald.workflows.engine.SagaType;
import dev.skald.workflows.engine.Step;
import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.engine.Upgrade;
import dev.skald.workflows.steps.OrderSteps.PricedOrder;
import io.temporal.activity.ActivityInterface;
import java.util.List;

/**
 * The worked example of {@code docs/changing-sagas.md}: how orders are sold from the day on which
 * somebody wants them checked for fraud before they are paid, while others are under way.
 */
public final class CheckedOrderProcessingSaga implements Saga<OrderProcessing> {

  /** What the fraud desk does. */
  @ActivityInterface(namePrefix = "fraud.")
  public interface FraudSteps {
    StepAnswer<FraudScore> check(StepCall call, CheckFraud command);
  }

  /** Who wants to pay how much. */
  public record CheckFraud(CustomerId customer, Money total, String token) {}

  /** How likely it is that they will not. */
  public record FraudScore(int score) {}

  static final Step<FraudSteps, CheckFraud, FraudScore> CHECK_FRAUD =
      Step.reading(
          "check-fraud",
          FraudSteps.class,
          FraudSteps::check,
          Limits.slow(ofSeconds(5))
              .usually(ofMillis(200))
              .tries(3, Backoff.exponential(ofMillis(200), ofSeconds(5)))
              .thenCompensate());

  private static final SagaType<OrderProcessing> OLDER = new OrderProcessingSaga().type();

  private static final SagaType<OrderProcessing> TYPE =
      new SagaType<>(
          OLDER.name(),
          OLDER.purpose(),
          OLDER.request(),
          OLDER.businessKey(),
          OLDER.example(),
          OLDER.otherExamples(),
          OLDER.deadline(),
          OLDER.ifLost(),
          List.of(
              VALIDATE_ORDER,
              RESERVE_STOCK,
              CHECK_FRAUD,
              TAKE_PAYMENT,
              AWARD_POINTS,
              CREATE_SHIPMENT,
              SEND_CONFIRMATION));

  @Override
  public SagaType<OrderProcessing> type() {
    return TYPE;
  }

  @Override
  public Upgrade upgrade() {
    return Upgrade.AUTO;
  }

  @Override
  public void run(SagaRun saga, OrderProcessing request) {
    Order order = new Order(saga.businessKey(), request);

    PricedOrder priced = saga.step(VALIDATE_ORDER, order.toValidate());
    saga.step(RESERVE_STOCK, order.toReserve());
    if (saga.knows("fraud-check")) {
      saga.step(CHECK_FRAUD, toCheck(request, priced.total()));
    }
    saga.step(TAKE_PAYMENT, order.toPay(priced.total()));
    saga.step(AWARD_POINTS, order.toAward(priced.total()));
    saga.step(CREATE_SHIPMENT, order.toShip());
    saga.optional(SEND_CONFIRMATION, order.toConfirm(priced.total()));
  }

  private static CheckFraud toCheck(OrderProcessing request, Money total) {
    return new CheckFraud(request.customerId(), total, request.payment().token());
  }
}
