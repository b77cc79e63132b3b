package dev.skald.workflows.steps;

import dev.skald.domain.CustomerId;
import dev.skald.domain.Money;
import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.engine.UndoAnswer;
import io.temporal.activity.ActivityInterface;

/** What the customers' points do in sagas. */
@ActivityInterface(namePrefix = "loyalty.")
public interface LoyaltySteps {

  /** Gives a customer the points for what he spent. */
  StepAnswer<PointsReceipt> award(StepCall call, AwardPoints command);

  /** Undoes it: takes away as many as were given, whatever the rule says by then. */
  UndoAnswer revoke(StepCall call, AwardPoints command);

  /**
   * Points are given once for each purchase.
   *
   * @param reference the purchase, such as an order's id
   */
  record AwardPoints(CustomerId customerId, Money amount, String reference) {}

  record PointsReceipt(long points) {}
}
