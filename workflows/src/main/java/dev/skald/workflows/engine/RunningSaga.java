package dev.skald.workflows.engine;

import dev.skald.workflows.engine.Ledger.StepStatus;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** Takes the steps of a story, and keeps what it takes to undo them. */
final class RunningSaga implements SagaRun {

  private final SagaType<?> type;
  private final SagaStart start;
  private final Journal journal;
  private final Ledger ledger;
  private final Undos undos;
  private final Operator operator;
  private boolean pivotBegun;

  RunningSaga(
      SagaType<?> type,
      SagaStart start,
      Journal journal,
      Ledger ledger,
      Undos undos,
      Operator operator) {
    this.type = type;
    this.start = start;
    this.journal = journal;
    this.ledger = ledger;
    this.undos = undos;
    this.operator = operator;
  }

  @Override
  public String sagaId() {
    return Workflow.getInfo().getWorkflowId();
  }

  @Override
  public String businessKey() {
    return start.businessKey();
  }

  /** Whether the pivot is under way or behind: from then on the saga can't be called off. */
  boolean pivotBegun() {
    return pivotBegun;
  }

  @Override
  public <S, C extends Record, A extends Record> A step(Step<S, C, A> step, C command) {
    ledger.begins(step.name(), now());
    A answer =
        switch (step.kind()) {
          case REVERSIBLE -> reversible(step, command);
          case PIVOT -> pivot(step, command);
          case FORWARD -> forward(step, command);
        };
    ledger.ends(step.name(), StepStatus.COMPLETED, null, now());
    return answer;
  }

  private <S, C extends Record, A extends Record> A reversible(Step<S, C, A> step, C command) {
    StepCall call = call(step, 1);
    try {
      checkNotCancelled();
      undos.register(step, call, command);
      return ask(step, call, command);
    } catch (TemporalFailure failure) {
      throw failed(call, failure);
    }
  }

  /** Nothing may call it off half way, and only a refusal that it recorded leads back. */
  private <S, C extends Record, A extends Record> A pivot(Step<S, C, A> step, C command) {
    StepCall call = call(step, 1);
    try {
      checkNotCancelled();
      pivotBegun = true;
      return askUncancelled(step, call, command);
    } catch (CanceledFailure failure) {
      throw failed(call, failure);
    } catch (TemporalFailure failure) {
      Failures.demandRefusal(failure, call);
      pivotBegun = false;
      throw failed(call, failure);
    }
  }

  /** There is no way back any more: whatever is in the way, an operator has to clear. */
  private <S, C extends Record, A extends Record> A forward(Step<S, C, A> step, C command) {
    for (int round = 1; ; round++) {
      StepCall call = call(step, round);
      try {
        return askUncancelled(step, call, command);
      } catch (TemporalFailure failure) {
        StepRefusal refusal = Failures.demandRefusal(failure, call);
        ledger.ends(step.name(), StepStatus.WAITING, refusal.message(), now());
        operator.ask(step.name());
        operator.await(SagaStatus.RUNNING);
        ledger.begins(step.name(), now());
      }
    }
  }

  private <S, C extends Record, A extends Record> A askUncancelled(
      Step<S, C, A> step, StepCall call, C command) {
    AtomicReference<A> answer = new AtomicReference<>();
    Workflow.newDetachedCancellationScope(() -> answer.set(ask(step, call, command))).run();
    return answer.get();
  }

  private static <S, C extends Record, A extends Record> A ask(
      Step<S, C, A> step, StepCall call, C command) {
    StepAnswer<A> answer = step.action().apply(StepActivities.toDo(step), call, command);
    Answers.checkSame(call.commandId(), answer.commandId());
    return answer.answer();
  }

  private StepFailed failed(StepCall call, TemporalFailure failure) {
    SagaFailure why = Failures.describe(call.step(), failure);
    ledger.ends(call.step(), StepStatus.FAILED, why.message(), now());
    if (Failures.refusal(failure, call).isPresent()) {
      undos.forget(call);
    } else {
      journal.stepFailed(call, why);
    }
    return new StepFailed(why, failure);
  }

  private static void checkNotCancelled() {
    if (CancellationScope.current().isCancelRequested()) {
      throw new CanceledFailure("cancelled before the step");
    }
  }

  private StepCall call(Step<?, ?, ?> step, int round) {
    return new StepCall(sagaId(), type.name(), step.name(), round, 0, null, start.origin());
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }
}
