package dev.skald.workflows.engine;

import dev.skald.domain.Origin;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked and told of a running saga from outside. A wrong request leaves no trace. */
public interface SagaControl {

  @QueryMethod
  List<Ledger.Line> ledger();

  /** What calling the saga off would undo now. */
  @QueryMethod
  UndoPlan undoPlan();

  /**
   * Calls the saga off: what it did is undone. Answers whose wish it is undone for, which is that
   * of the first who called it off.
   */
  @UpdateMethod
  CalledOff compensate(String reason, Origin origin);

  @UpdateValidatorMethod(updateName = "compensate")
  void checkCompensate(String reason, Origin origin);

  /** Tries again what the saga waits for. */
  @UpdateMethod
  void retry(String step, Decision decision);

  @UpdateValidatorMethod(updateName = "retry")
  void checkRetry(String step, Decision decision);

  /** Gives up on what the saga waits for. */
  @UpdateMethod
  void skip(String step, Decision decision);

  @UpdateValidatorMethod(updateName = "skip")
  void checkSkip(String step, Decision decision);

  /** Says that what the saga waits for was settled by hand. */
  @UpdateMethod
  void resolve(String step, Decision decision);

  @UpdateValidatorMethod(updateName = "resolve")
  void checkResolve(String step, Decision decision);

  /** An event has come from outside, and stands in the log. */
  @SignalMethod
  void eventReceived(String eventType);

  /** A wish to have all of it undone, and whose it is. */
  record CalledOff(String reason, Origin by) {}

  /**
   * What would be undone, in order.
   *
   * @param obstacle why it cannot be called off; null if it can
   */
  record UndoPlan(List<String> steps, @Nullable String obstacle) {
    public UndoPlan {
      steps = List.copyOf(steps);
    }
  }
}
