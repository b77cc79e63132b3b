package dev.skald.workflows.engine;

import dev.skald.workflows.engine.Ledger.StepStatus;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes single steps, each kind by its own rules. */
final class StepTaker {

  private static final Backoff UNTIL_ANSWERED =
      Backoff.exponential(Duration.ofMillis(200), Duration.ofSeconds(30));

  private final RunState run;
  private final CallingOff callingOff;
  private final Aftermath aftermath;

  StepTaker(RunState run, CallingOff callingOff) {
    this.run = run;
    this.callingOff = callingOff;
    aftermath = new Aftermath(run, callingOff);
  }

  /** Before the pivot: it can be called off, and what it did will be undone. */
  <A extends Record> A reversible(Step<?, ?, A> step, String name, Record command) {
    StepCall call = run.take(name, step);
    Limits limits = run.wentOn() ? step.limits().withoutEnd(UNTIL_ANSWERED) : step.limits();
    if (run.forwardOnly && !Path.current().isInWay()) {
      return uncancelled(() -> onwards(step, limits, call, command));
    }
    // What is refused on a way leads to the other one, also where the log knows that it was gone.
    callingOff.check(name);
    return reversible(step, limits, call, command);
  }

  private <A extends Record> A reversible(
      Step<?, ?, A> step, Limits limits, StepCall call, Record command) {
    aftermath.begins(call);
    run.undos.register(step, call, command, Path.current());
    while (true) {
      try {
        return aftermath.completed(call, ask(step, limits, call, command));
      } catch (TemporalFailure failure) {
        SagaFailure why = Failures.describe(call.step(), failure);
        if (Failures.refusal(failure, call.commandId()).isPresent()) {
          run.undos.forget(call);
          throw aftermath.failed(call, why);
        }
        if (Failures.isCancel(failure)) {
          throw aftermath.calledOff(call);
        }
        StepCall tried = aftermath.tried(call, limits, failure);
        if (limits.then() == Limits.Then.COMPENSATE) {
          run.journal.stepFailed(tried, why);
          throw aftermath.failed(call, why);
        }
        Operator.Decided decided = aftermath.askOperator(step, tried, why);
        switch (decided.kind()) {
          case RETRY -> aftermath.retried(call, decided);
          case SKIP -> throw aftermath.failed(call, aftermath.givenUp(call, decided));
          case RESOLVE -> {
            run.undos.leaveToPeople(call);
            Journal.Answer<A> settled = aftermath.settled(step.answer(), call, decided);
            if (Boolean.TRUE.equals(settled.byItself())) {
              run.undos.register(step, run.now(step, call.step()), command, Path.current());
            }
            return settled.given();
          }
        }
      }
    }
  }

  /** Nothing may call it off half way, and only a refusal that it recorded leads back. */
  <A extends Record> A pivot(Step<?, ?, A> step, String name, Record command) {
    StepCall call = run.take(name, step);
    callingOff.check(name);
    return pivot(step, call, command);
  }

  private <A extends Record> A pivot(Step<?, ?, A> step, StepCall call, Record command) {
    aftermath.begins(call);
    run.pivotBegun = true;
    while (true) {
      try {
        return aftermath.completed(
            call, uncancelled(() -> ask(step, step.limits(), call, command)));
      } catch (TemporalFailure failure) {
        SagaFailure why = Failures.describe(call.step(), failure);
        if (Failures.refusal(failure, call.commandId()).isPresent()) {
          run.pivotBegun = false;
          throw aftermath.failed(call, why);
        }
        StepCall tried = aftermath.tried(call, step.limits(), failure);
        Operator.Decided decided = uncancelled(() -> aftermath.askOperator(step, tried, why));
        switch (decided.kind()) {
          case RETRY -> uncancelled(() -> aftermath.retried(call, decided));
          case SKIP -> throw new IllegalStateException("a pivot cannot be skipped: " + decided);
          case RESOLVE -> {
            return uncancelled(() -> aftermath.settled(step.answer(), call, decided)).given();
          }
        }
      }
    }
  }

  /** There is no way back any more: whatever is in the way, an operator has to clear. */
  <A extends Record> A forward(Step<?, ?, A> step, String name, Record command) {
    return uncancelled(() -> onwards(step, step.limits(), run.take(name, step), command));
  }

  private <A extends Record> A onwards(
      Step<?, ?, A> step, Limits limits, StepCall first, Record command) {
    StepCall call = first;
    aftermath.begins(call);
    while (true) {
      try {
        return aftermath.completed(call, ask(step, limits, call, command));
      } catch (TemporalFailure failure) {
        SagaFailure why = Failures.describe(call.step(), failure);
        boolean refused = Failures.refusal(failure, call.commandId()).isPresent();
        StepCall tried = aftermath.tried(call, limits, failure);
        Operator.Decided decided = aftermath.askOperator(step, tried, why);
        if (decided.kind() != DecisionKind.RETRY) {
          return aftermath.settled(step.answer(), call, decided).given();
        }
        aftermath.retried(call, decided);
        if (refused) {
          call = run.beginAnew(call.step(), step);
          aftermath.begins(call);
        }
      }
    }
  }

  /** Whatever becomes of it, the saga goes on. */
  <A extends Record> Optional<A> optional(Step<?, ?, A> step, String name, Record command) {
    StepCall call = run.take(name, step);
    if (run.pivotBegun) {
      return uncancelled(() -> perhaps(step, call, command));
    }
    callingOff.check(name);
    return perhaps(step, call, command);
  }

  private <A extends Record> Optional<A> perhaps(
      Step<?, ?, A> step, StepCall call, Record command) {
    aftermath.begins(call);
    run.undos.register(step, call, command, Path.current());
    try {
      return Optional.of(aftermath.completed(call, ask(step, step.limits(), call, command)));
    } catch (TemporalFailure failure) {
      SagaFailure why = Failures.describe(call.step(), failure);
      if (Failures.refusal(failure, call.commandId()).isPresent()) {
        run.undos.forget(call);
        // Its way was given up: that goes nowhere without an answer either.
        if (why.code().equals(StepRefusal.UNDONE) && Path.current().isInWay()) {
          throw aftermath.failed(call, why);
        }
      } else if (Failures.isCancel(failure)) {
        throw aftermath.calledOff(call);
      } else {
        Journal.Answer<A> happened =
            run.journal.failedForGood(
                aftermath.tried(call, step.limits(), failure), step.answer(), why);
        if (happened != null) {
          Answers.checkSame(call.commandId(), happened.commandId());
          run.ledger.completes(call.step(), happened.attempt(), RunState.now());
          return Optional.of(happened.given());
        }
      }
      run.ledger.stops(call.step(), StepStatus.FAILED, why.message(), RunState.now());
      return Optional.empty();
    }
  }

  private <A extends Record> StepAnswer<A> ask(
      Step<?, ?, A> step, Limits limits, StepCall call, Record command) {
    StepAnswer<A> answer =
        run.calls.call(
            step.answering(),
            call.round() == 1 ? call.step() : call.step() + ", round " + call.round(),
            limits,
            tries -> new Object[] {call.after(tries), command});
    Answers.checkSame(call.commandId(), answer.commandId());
    return answer;
  }

  private static <T extends @Nullable Object> T uncancelled(Supplier<T> work) {
    if (!CancellationScope.current().isCancelRequested()
        && CancellationScope.current().isDetached()) {
      return work.get();
    }
    AtomicReference<T> result = new AtomicReference<>();
    Workflow.newDetachedCancellationScope(() -> result.set(work.get())).run();
    return result.get();
  }
}
