package dev.skald.workflows.steps;

import dev.skald.domain.OrderId;
import dev.skald.domain.Sku;
import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.engine.UndoAnswer;
import io.temporal.activity.ActivityInterface;
import java.util.List;

/** What the stock does in sagas. */
@ActivityInterface(namePrefix = "stock.")
public interface StockSteps {

  /** All lines or none. Refused if a product is unknown, or too few of it are available. */
  StepAnswer<ReservationReceipt> reserve(StepCall call, ReserveStock command);

  /** Undoes a reservation. */
  UndoAnswer release(StepCall call, ReserveStock command);

  /** A product may stand in several lines. */
  record ReserveStock(OrderId orderId, List<Line> lines) {
    public ReserveStock {
      lines = List.copyOf(lines);
    }
  }

  record Line(Sku sku, long quantity) {}

  record ReservationReceipt(OrderId orderId) {}
}
