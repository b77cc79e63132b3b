package dev.skald.bench.peers;

import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
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

    private static final Duration AT_MOST = Duration.ofSeconds(10);

    private final PlainSteps steps;

    private Told(PlainSteps steps) {
      this.steps = steps;
    }

    static PlainTransfer byActivities() {
      return new Told(
          Workflow.newActivityStub(
              PlainSteps.class,
              ActivityOptions.newBuilder().setStartToCloseTimeout(AT_MOST).build()));
    }

    static PlainTransfer byLocalActivities() {
      return new Told(
          Workflow.newLocalActivityStub(
              PlainSteps.class,
              LocalActivityOptions.newBuilder().setStartToCloseTimeout(AT_MOST).build()));
    }

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
