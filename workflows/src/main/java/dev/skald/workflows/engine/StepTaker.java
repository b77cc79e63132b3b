package dev.skald.workflows.engine;

import dev.skald.workflows.engine.Ledger.StepStatus;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes single steps, each kind by its own rules, and says in what a story ends at them. */
final class StepTaker {

  private static final Backoff UNTIL_ANSWERED =
      Backoff.exponential(Duration.ofMillis(200), Duration.ofSeconds(30));

  /**
   * Runs that began to wait before have no timer for their deadline, unless something else set one.
   */
  private static final String WATCHED_WHILE_ASKED = "skald:deadline-watched-while-asked";

  private final RunState run;
  private final CallingOff callingOff;

  StepTaker(RunState run, CallingOff callingOff) {
    this.run = run;
    this.callingOff = callingOff;
  }

  /** Before the pivot: it can be called off, and what it did will be undone. */
  <A extends Record> A reversible(Step<?, ?, A> step, String name, Record command) {
    StepCall call = run.take(name, step);
    Limits limits = run.forwardOnly ? step.limits().withoutEnd(UNTIL_ANSWERED) : step.limits();
    if (run.forwardOnly && !Path.current().isInWay()) {
      return uncancelled(() -> onwards(step, limits, call, command));
    }
    // What is refused on a way leads to the other one, also where the log knows that it was gone.
    callingOff.check(name);
    begins(call);
    run.undos.register(step, call, command, Path.current());
    while (true) {
      try {
        return completed(call, ask(step, limits, call, command));
      } catch (TemporalFailure failure) {
        SagaFailure why = Failures.describe(name, failure);
        if (Failures.refusal(failure, call.commandId()).isPresent()) {
          run.undos.forget(call);
          throw failed(call, why);
        }
        if (Failures.isCancel(failure)) {
          throw calledOff(call);
        }
        if (limits.then() == Limits.Then.COMPENSATE) {
          run.journal.stepFailed(call, why);
          throw failed(call, why);
        }
        Operator.Decided decided = askOperator(step, call, why);
        switch (decided.kind()) {
          case RETRY -> retried(call, decided);
          case SKIP -> throw failed(call, givenUp(call, decided));
          case RESOLVE -> {
            run.undos.leaveToPeople(call);
            return settled(step, call, decided);
          }
        }
      }
    }
  }

  /** Nothing may call it off half way, and only a refusal that it recorded leads back. */
  <A extends Record> A pivot(Step<?, ?, A> step, String name, Record command) {
    StepCall call = run.take(name, step);
    callingOff.check(name);
    begins(call);
    run.pivotBegun = true;
    while (true) {
      try {
        return completed(call, uncancelled(() -> ask(step, step.limits(), call, command)));
      } catch (TemporalFailure failure) {
        SagaFailure why = Failures.describe(name, failure);
        if (Failures.refusal(failure, call.commandId()).isPresent()) {
          run.pivotBegun = false;
          throw failed(call, why);
        }
        Operator.Decided decided = uncancelled(() -> askOperator(step, call, why));
        switch (decided.kind()) {
          case RETRY -> uncancelled(() -> retried(call, decided));
          case SKIP -> throw new IllegalStateException("a pivot cannot be skipped: " + decided);
          case RESOLVE -> {
            return uncancelled(() -> settled(step, call, decided));
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
    begins(call);
    while (true) {
      try {
        return completed(call, ask(step, limits, call, command));
      } catch (TemporalFailure failure) {
        SagaFailure why = Failures.describe(call.step(), failure);
        boolean refused = Failures.refusal(failure, call.commandId()).isPresent();
        Operator.Decided decided = askOperator(step, call, why);
        if (decided.kind() != DecisionKind.RETRY) {
          return settled(step, call, decided);
        }
        retried(call, decided);
        if (refused) {
          call = run.beginAnew(call.step(), step);
          begins(call);
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
    begins(call);
    run.undos.register(step, call, command, Path.current());
    try {
      return Optional.of(completed(call, ask(step, step.limits(), call, command)));
    } catch (TemporalFailure failure) {
      SagaFailure why = Failures.describe(call.step(), failure);
      if (Failures.refusal(failure, call.commandId()).isPresent()) {
        run.undos.forget(call);
      } else if (Failures.isCancel(failure)) {
        throw calledOff(call);
      } else {
        run.journal.stepFailed(call, why);
      }
      run.ledger.stops(call.step(), StepStatus.FAILED, why.message(), RunState.now());
      return Optional.empty();
    }
  }

  /** The event may have come before; and it may come in the moment in which the time is over. */
  <A extends Record> A event(OutsideEvent<A> event, String name) {
    StepCall call = run.take(name, event);
    callingOff.check(name);
    begins(call);
    Duration patience = event.limits().timeLimit();
    for (int wait = 1; ; wait++) {
      @Nullable A there = taken(event, call, wait, patience);
      if (there != null) {
        return there;
      }
      run.ledger.stops(name, StepStatus.WAITING, "waits for " + event.eventType(), RunState.now());
      run.calls.waiting();
      try {
        Workflow.await(patience, () -> run.inbox.has(event.eventType()));
      } catch (TemporalFailure cancelled) {
        throw calledOff(call);
      }
      there = taken(event, call, wait, patience);
      if (there != null) {
        return there;
      }
      SagaFailure why =
          new SagaFailure(
              name, Failures.TIMED_OUT, "no %s in %s".formatted(event.eventType(), patience));
      if (event.limits().then() == Limits.Then.COMPENSATE) {
        run.journal.stepFailed(call, why);
        throw failed(call, why);
      }
      Operator.Decided decided = askOperator(event, call, why);
      switch (decided.kind()) {
        case RETRY -> retried(call, decided);
        case SKIP -> throw failed(call, givenUp(call, decided));
        case RESOLVE -> {
          return settled(event.data(), call, decided);
        }
      }
    }
  }

  private <A extends Record> @Nullable A taken(
      OutsideEvent<A> event, StepCall call, int wait, Duration patience) {
    Journal.Answer<A> answer =
        unlessUndone(
            call, () -> run.journal.takeEvent(call, event, wait, RunState.now().plus(patience)));
    Answers.checkSame(call.commandId(), answer.commandId());
    A there = answer.answer();
    if (there != null) {
      run.ledger.completes(call.step(), 1, RunState.now());
    }
    return there;
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

  private Operator.Decided askOperator(DeclaredStep step, StepCall call, SagaFailure why) {
    run.ledger.stops(call.step(), StepStatus.WAITING, why.message(), RunState.now());
    int number = run.operator.askAboutStep(step, call.step(), run.forwardOnly);
    SagaJournal.Settled before = run.journal.operatorAsked(call, number, why);
    if (before != null) {
      run.operator.forget(call.step());
      return new Operator.Decided(
          before.kind(),
          new Decision(number, before.reason(), before.answer(), run.start.origin()),
          true);
    }
    if (!run.pivotBegun
        && !run.deadline.isWatched()
        && Workflow.getVersion(WATCHED_WHILE_ASKED, Workflow.DEFAULT_VERSION, 1) == 1) {
      run.calls.waiting();
    }
    try {
      return run.operator.await(call.step());
    } catch (TemporalFailure cancelled) {
      throw calledOff(call);
    }
  }

  private @Nullable Void retried(StepCall call, Operator.Decided decided) {
    if (!decided.before()) {
      run.journal.retryDecided(call, decided.decision());
    }
    begins(call);
    return null;
  }

  private <A extends Record> A settled(
      Step<?, ?, A> step, StepCall call, Operator.Decided decided) {
    return settled(step.answer(), call, decided);
  }

  private <A extends Record> A settled(Class<A> answer, StepCall call, Operator.Decided decided) {
    Journal.Answer<A> settled =
        unlessUndone(
            call, () -> run.journal.settleStep(call, answer, decided.kind(), decided.decision()));
    Answers.checkSame(call.commandId(), settled.commandId());
    if (decided.kind() == DecisionKind.SKIP) {
      run.ledger.stops(
          call.step(), StepStatus.SKIPPED, decided.decision().reason(), RunState.now());
    } else {
      run.ledger.completes(call.step(), settled.attempt(), RunState.now());
    }
    return Objects.requireNonNull(settled.answer());
  }

  /** A run that goes on for a lost one may come to what that one had turned back. */
  private <A extends Record> Journal.Answer<A> unlessUndone(
      StepCall call, Supplier<Journal.Answer<A>> answer) {
    try {
      return answer.get();
    } catch (TemporalFailure failure) {
      if (Failures.refusal(failure, call.commandId()).isEmpty()) {
        throw failure;
      }
      throw failed(call, Failures.describe(call.step(), failure));
    }
  }

  private SagaFailure givenUp(StepCall call, Operator.Decided decided) {
    SagaFailure why = new SagaFailure(call.step(), "given-up", decided.decision().reason());
    run.journal.stepFailed(call, why);
    return why;
  }

  private void begins(StepCall call) {
    run.ledger.begins(call.step(), call.round(), RunState.now());
  }

  private <A extends Record> A completed(StepCall call, StepAnswer<A> answer) {
    run.ledger.completes(call.step(), answer.attempt(), RunState.now());
    return answer.answer();
  }

  private StepFailed failed(StepCall call, SagaFailure why) {
    run.ledger.stops(call.step(), StepStatus.FAILED, why.message(), RunState.now());
    return new StepFailed(why, false);
  }

  /** The step was under way: whether it happened is not known. */
  private StepFailed calledOff(StepCall call) {
    StepFailed failed = callingOff.failure(call.step());
    run.journal.stepFailed(call, failed.failure());
    run.ledger.stops(call.step(), StepStatus.FAILED, failed.failure().message(), RunState.now());
    return failed;
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
