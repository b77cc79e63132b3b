package dev.skald.workflows.engine;

import dev.skald.domain.Origin;
import dev.skald.workflows.engine.SagaControl.CalledOff;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A story told once, from its beginning: to its end, to where it failed or was called off. */
final class Telling<R extends Record> {

  final RunState run;
  final CallingOff callingOff;
  private final Saga<R> saga;
  private final R request;
  private @Nullable CancellationScope story;

  /**
   * @param before what called the story off when it was told before, which still counts
   */
  Telling(Saga<R> saga, R request, RunState run, @Nullable CallingOff before) {
    this.saga = saga;
    this.request = request;
    this.run = run;
    callingOff = before == null ? new CallingOff(run) : before.of(run);
  }

  /** Answers what the story failed at, if it did. */
  @Nullable StepFailed tell() {
    SagaStart.Repair repair = run.start.repair();
    if (repair != null && repair.kind() == SagaStart.Repair.Kind.UNDO && !run.forwardOnly) {
      return new StepFailed(new SagaFailure(run.lastTaken(), "recovered", repair.reason()), true);
    }
    Branches branches = new Branches(run.rounds);
    AtomicReference<@Nullable StepFailed> failed = new AtomicReference<>();
    Runnable telling =
        () -> {
          try {
            saga.run(beginning(branches), request);
            checkJoined(branches);
            callingOff.check(run.lastTaken());
          } catch (StepFailed failure) {
            failed.set(failure);
          }
        };
    story =
        run.forwardOnly
            ? Workflow.newDetachedCancellationScope(telling)
            : Workflow.newCancellationScope(telling);
    try {
      story.run();
    } catch (Forgotten why) {
      settle(branches);
      throw why;
    }
    settle(branches);
    return failed.get();
  }

  private static void settle(Branches branches) {
    Workflow.newDetachedCancellationScope(branches::settle).run();
  }

  private RunningSaga beginning(Branches branches) {
    return new RunningSaga(
        run,
        new StepTaker(run, callingOff),
        new EventTaker(run, callingOff),
        branches,
        callingOff,
        "",
        run.start.businessKey());
  }

  private void checkJoined(Branches branches) {
    if (branches.isAnyOpen()) {
      throw new IllegalStateException(
          "saga '%s' began a branch that it never joined".formatted(run.type.name()));
    }
  }

  CalledOff callOff(String reason, Origin origin) {
    CalledOff wish = callingOff.byOperator(reason, origin);
    if (story != null) {
      story.cancel(reason);
    }
    return wish;
  }

  void deadlinePassed() {
    if (!run.pivotBegun && story != null) {
      callingOff.byDeadline();
      story.cancel(Failures.DEADLINE);
    }
  }
}
