package dev.skald.workflows.engine;

import dev.skald.workflows.engine.Ledger.StepStatus;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Waits for events from outside. */
final class EventTaker {

  private final RunState run;
  private final CallingOff callingOff;
  private final Aftermath aftermath;

  EventTaker(RunState run, CallingOff callingOff) {
    this.run = run;
    this.callingOff = callingOff;
    aftermath = new Aftermath(run, callingOff);
  }

  /** The event may have come before; and it may come in the moment in which the time is over. */
  <A extends Record> A take(OutsideEvent<A> event, String name) {
    StepCall call = run.take(name, event);
    callingOff.check(name);
    return take(event, call);
  }

  private <A extends Record> A take(OutsideEvent<A> event, StepCall call) {
    aftermath.begins(call);
    Duration patience = event.limits().timeLimit();
    for (int wait = 1; ; wait++) {
      @Nullable A there = taken(event, call, wait, patience);
      if (there != null) {
        return there;
      }
      run.ledger.stops(
          call.step(), StepStatus.WAITING, "waits for " + event.eventType(), RunState.now());
      run.calls.waiting();
      try {
        Sending.cancellable(() -> Workflow.await(patience, () -> run.inbox.has(event.eventType())));
      } catch (TemporalFailure cancelled) {
        throw aftermath.calledOff(call);
      }
      int heard = run.inbox.times(event.eventType());
      there = taken(event, call, wait, patience);
      if (there != null) {
        return there;
      }
      SagaFailure why =
          new SagaFailure(
              call.step(),
              SagaFailure.TIMED_OUT,
              "no %s in %s".formatted(event.eventType(), patience));
      if (event.limits().then() == Limits.Then.COMPENSATE) {
        run.journal.stepFailed(call, why);
        throw aftermath.failed(call, why);
      }
      Operator.Decided decided =
          aftermath.askOperator(event, call, why, () -> run.inbox.times(event.eventType()) > heard);
      if (decided == null) {
        continue;
      }
      switch (decided.kind()) {
        case RETRY -> aftermath.retried(call, decided);
        case SKIP -> throw aftermath.failed(call, aftermath.givenUp(call, decided));
        case RESOLVE -> {
          return aftermath.settled(event.data(), call, decided).given();
        }
      }
    }
  }

  private <A extends Record> @Nullable A taken(
      OutsideEvent<A> event, StepCall call, int wait, Duration patience) {
    Journal.Answer<A> answer;
    try {
      answer = run.journal.takeEvent(call, event, wait, RunState.now().plus(patience));
    } catch (TemporalFailure failure) {
      if (Failures.refusal(failure, call.commandId()).isEmpty()) {
        throw failure;
      }
      throw aftermath.failed(call, Failures.describe(call.step(), failure));
    }
    Answers.checkSame(call.commandId(), answer.commandId());
    A there = answer.answer();
    if (there != null) {
      run.ledger.completes(call.step(), 1, RunState.now());
    }
    return there;
  }
}
