package dev.skald.workflows.engine;

import dev.skald.workflows.engine.Ledger.StepStatus;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What becomes of a step that has begun: told to ledger and log, and asked of people. */
final class Aftermath {

  /**
   * Runs that began to wait before have no timer for their deadline, unless something else set one.
   */
  private static final String WATCHED_WHILE_ASKED = "skald:deadline-watched-while-asked";

  private final RunState run;
  private final CallingOff callingOff;

  Aftermath(RunState run, CallingOff callingOff) {
    this.run = run;
    this.callingOff = callingOff;
  }

  Operator.Decided askOperator(Step<?, ?, ?> step, StepCall call, SagaFailure why) {
    return Objects.requireNonNull(askOperator(step, call, why, () -> false));
  }

  /** Answers null where it came meanwhile, so that nobody needs to decide. */
  Operator.@Nullable Decided askOperator(
      DeclaredStep step, StepCall call, SagaFailure why, Supplier<Boolean> came) {
    run.ledger.stops(call.step(), StepStatus.WAITING, why.message(), RunState.now());
    int number = run.operator.askAboutStep(step, call, run.forwardOnly);
    SagaJournal.Settled before = run.journal.operatorAsked(call, number, why);
    if (before != null) {
      run.operator.forget(number);
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
      return run.operator.awaitUnless(number, came);
    } catch (TemporalFailure cancelled) {
      throw calledOff(call);
    }
  }

  /** The call as the journal is told of it when it has failed: with the tries that there were. */
  StepCall tried(StepCall call, Limits limits, TemporalFailure failure) {
    int tries = Failures.tries(failure, limits);
    run.ledger.tried(call.step(), tries);
    return call.after(tries);
  }

  @Nullable Void retried(StepCall call, Operator.Decided decided) {
    if (!decided.before()) {
      run.journal.retryDecided(call, decided.decision());
    }
    begins(call);
    return null;
  }

  /** A run that goes on for a lost one may come to what that one had turned back. */
  <A extends Record> Journal.Answer<A> settled(
      Class<A> answer, StepCall call, Operator.Decided decided) {
    Journal.Answer<A> settled;
    try {
      settled = run.journal.settleStep(call, answer, decided.kind(), decided.decision());
    } catch (TemporalFailure failure) {
      if (Failures.refusal(failure, call.commandId()).isEmpty()) {
        throw failure;
      }
      throw failed(call, Failures.describe(call.step(), failure));
    }
    Answers.checkSame(call.commandId(), settled.commandId());
    if (decided.kind() == DecisionKind.SKIP) {
      run.ledger.stops(
          call.step(), StepStatus.SKIPPED, decided.decision().reason(), RunState.now());
    } else {
      run.ledger.completes(call.step(), settled.attempt(), RunState.now());
    }
    return settled;
  }

  SagaFailure givenUp(StepCall call, Operator.Decided decided) {
    SagaFailure why = new SagaFailure(call.step(), "given-up", decided.decision().reason());
    run.journal.stepFailed(call, why);
    return why;
  }

  void begins(StepCall call) {
    run.ledger.begins(call.step(), call.round(), RunState.now());
  }

  <A extends Record> A completed(StepCall call, StepAnswer<A> answer) {
    run.ledger.completes(call.step(), answer.attempt(), RunState.now());
    return answer.answer();
  }

  StepFailed failed(StepCall call, SagaFailure why) {
    run.ledger.stops(call.step(), StepStatus.FAILED, why.message(), RunState.now());
    return new StepFailed(why, false);
  }

  /** The step was under way: whether it happened is not known. */
  StepFailed calledOff(StepCall call) {
    StepFailed failed = callingOff.failure(call.step());
    run.journal.stepFailed(call, failed.failure());
    run.ledger.stops(call.step(), StepStatus.FAILED, failed.failure().message(), RunState.now());
    return failed;
  }
}
