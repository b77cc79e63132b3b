package dev.skald.workflows.engine;

import dev.skald.domain.Origin;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import java.util.List;

/** What can be asked and told of a running saga from outside. A wrong request leaves no trace. */
public interface SagaControl {

  @QueryMethod
  List<Ledger.Line> ledger();

  /** Calls the saga off: what it did is undone. */
  @UpdateMethod
  void compensate(String reason, Origin origin);

  @UpdateValidatorMethod(updateName = "compensate")
  void checkCompensate(String reason, Origin origin);

  /** Decides about the undo that the saga waits for. */
  @UpdateMethod
  void settle(String step, Settlement settlement);

  @UpdateValidatorMethod(updateName = "settle")
  void checkSettle(String step, Settlement settlement);
}
