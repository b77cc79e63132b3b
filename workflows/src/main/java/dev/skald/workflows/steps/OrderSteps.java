package dev.skald.workflows.steps;

import dev.skald.domain.Address;
import dev.skald.domain.CustomerId;
import dev.skald.domain.Money;
import dev.skald.domain.OrderId;
import dev.skald.domain.Sku;
import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.engine.UndoAnswer;
import io.temporal.activity.ActivityInterface;
import java.util.List;

/** What orders do in sagas. */
@ActivityInterface(namePrefix = "orders.")
public interface OrderSteps {

  /**
   * Records the order at the prices of the moment. Refused if a product is unknown, a quantity
   * makes no sense, or prices are in several currencies.
   */
  StepAnswer<PricedOrder> validate(StepCall call, ValidateOrder command);

  /** Undoes it: the order is marked as cancelled, and the customer is told. */
  UndoAnswer cancel(StepCall call, ValidateOrder command);

  record ValidateOrder(OrderId orderId, CustomerId customerId, List<Line> lines, Address shipTo) {
    public ValidateOrder {
      lines = List.copyOf(lines);
    }
  }

  record Line(Sku sku, long quantity) {}

  record PricedOrder(Money total, List<PricedLine> lines) {
    public PricedOrder {
      lines = List.copyOf(lines);
    }
  }

  record PricedLine(Sku sku, long quantity, Money unitPrice) {}
}
