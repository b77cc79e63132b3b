package dev.skald.bench.peers;

import io.temporal.activity.ActivityOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Saga;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;

/** A transfer as Temporal's samples write it: one activity a step, and the stock Saga. */
@WorkflowInterface
public interface PlainTransfer {

  /** Whether the transfer was made; otherwise it was undone. */
  @WorkflowMethod
  boolean transfer(String id, boolean refused);

  /** The story. */
  final class Told implements PlainTransfer {

    private final PlainSteps steps =
        Workflow.newActivityStub(
            PlainSteps.class,
            ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofSeconds(10)).build());

    @Override
    public boolean transfer(String id, boolean refused) {
      Saga saga = new Saga(new Saga.Options.Builder().build());
      try {
        saga.addCompensation(steps::creditBack, id);
        steps.debit(id);
        steps.credit(id, refused);
        steps.record(id);
        return true;
      } catch (ActivityFailure e) {
        saga.compensate();
        return false;
      }
    }
  }
}
