package dev.skald.workflows.engine;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.skald.workflows.engine.SagaJournal.Entry;
import dev.skald.workflows.engine.SagaJournal.Settled;
import dev.skald.workflows.engine.SagaJournal.Standing;
import dev.skald.workflows.engine.SagaJournal.Turn;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The saga's own entries in its stream. They are made even where the saga is called off. */
final class Journal {

  private static final Limits LIMITS =
      Limits.quick(ofSeconds(10))
          .usually(ofMillis(10))
          .triesWithoutEnd(Backoff.exponential(ofMillis(200), ofSeconds(30)));

  private static final ContractMethod<Void> STARTED = does("started");
  private static final ContractMethod<Void> STEP_FAILED = does("stepFailed");
  private static final ContractMethod<Settled> OPERATOR_ASKED =
      ContractMethod.named(SagaJournal.class, "operatorAsked", Settled.class);
  private static final ContractMethod<Void> RETRY_DECIDED = does("retryDecided");
  private static final ContractMethod<Void> WAY_GONE = does("wayGone");
  private static final ContractMethod<Void> UNDO_FAILED = does("undoFailed");
  private static final ContractMethod<Void> UNDO_SETTLED = does("undoSettled");
  private static final ContractMethod<Void> ROLLED_BACK = does("rolledBack");
  private static final ContractMethod<Standing> TURN =
      ContractMethod.named(SagaJournal.class, "turn", Standing.class);
  private static final ContractMethod<Long> COMPLETED =
      ContractMethod.named(SagaJournal.class, "completed", Long.class);
  private static final ContractMethod<Long> COMPENSATED =
      ContractMethod.named(SagaJournal.class, "compensated", Long.class);

  private final String type;
  private final SagaStart start;
  private final Calls calls;

  Journal(String type, SagaStart start, Calls calls) {
    this.type = type;
    this.start = start;
    this.calls = calls;
  }

  /** An answer that may not be there. */
  record Answer<A extends Record>(
      String commandId, @Nullable A answer, int attempt, @Nullable Boolean byItself) {

    A given() {
      return Objects.requireNonNull(answer);
    }
  }

  void started(List<String> steps, Map<String, Object> request) {
    write(STARTED, "begin", entry(sagaId() + "/started"), steps, request);
  }

  void stepFailed(StepCall call, SagaFailure failure) {
    write(STEP_FAILED, call.step() + " failed", entry(call.commandId() + "/failed"), call, failure);
  }

  /**
   * And so it stays, however late it may be done: the story goes on without it. Answers what it
   * came to if it has been done already.
   */
  <A extends Record> @Nullable Answer<A> failedForGood(
      StepCall call, Class<A> answer, SagaFailure failure) {
    return write(
        ContractMethod.named(SagaJournal.class, "stepFailed", Answer.class, answer),
        call.step() + " failed",
        entry(call.commandId() + "/failed"),
        call,
        failure,
        true);
  }

  <A extends Record> Answer<A> takeEvent(
      StepCall call, OutsideEvent<A> event, int wait, @Nullable Instant until) {
    return write(
        ContractMethod.named(SagaJournal.class, "takeEvent", Answer.class, event.data()),
        call.step(),
        entry(call.commandId() + "/awaited-" + inThisRun(wait)),
        call,
        event.eventType(),
        until);
  }

  @Nullable Settled operatorAsked(StepCall call, int number, SagaFailure failure) {
    return write(
        OPERATOR_ASKED,
        call.step() + " waits for an operator",
        entry(call.commandId() + "/asked-" + inThisRun(number)),
        call,
        number,
        failure);
  }

  void retryDecided(StepCall call, Decision decision) {
    write(
        RETRY_DECIDED,
        call.step() + " is tried again",
        entry(call.commandId() + "/retried-" + inThisRun(decision.number())),
        call,
        decision);
  }

  <A extends Record> Answer<A> settleStep(
      StepCall call, Class<?> answer, DecisionKind kind, Decision decision) {
    return write(
        ContractMethod.named(SagaJournal.class, "settleStep", Answer.class, answer),
        call.step() + " is settled by an operator",
        entry(call.commandId() + "/settled"),
        call,
        kind,
        decision);
  }

  Standing turn(Turn turn) {
    return write(TURN, "turn back", entry(turnId(turn.savepoint())), turn);
  }

  /** Answers whether it counts: a task that was lost may have given the way up before. */
  boolean wayGone(String savepoint) {
    Entry gone = entry(sagaId() + "/gone/" + savepoint);
    try {
      write(WAY_GONE, savepoint + " is gone", gone, turnId(savepoint));
      return true;
    } catch (TemporalFailure failure) {
      checkRefused(gone, failure);
      return false;
    }
  }

  void undoFailed(StepCall call, int number, SagaFailure failure) {
    write(
        UNDO_FAILED,
        "the undo of " + call.step() + " waits for an operator",
        entry(call.undoCommandId() + "/failed-" + inThisRun(number)),
        call,
        number,
        failure);
  }

  void undoSettled(StepCall call, DecisionKind kind, Decision decision) {
    write(
        UNDO_SETTLED,
        "the undo of " + call.step() + " is settled by an operator",
        entry(call.undoCommandId() + "/settled-" + inThisRun(decision.number())),
        call,
        kind,
        decision);
  }

  void rolledBack(String savepoint) {
    Entry back = entry(sagaId() + "/rolled-back/" + savepoint);
    write(ROLLED_BACK, "back at " + savepoint, back, savepoint);
  }

  /** The position of the ending; empty where the log says that the saga has turned back. */
  OptionalLong completed() {
    Entry end = entry(sagaId() + "/ended");
    try {
      return OptionalLong.of(write(COMPLETED, "end", end, began()));
    } catch (TemporalFailure failure) {
      checkRefused(end, failure);
      return OptionalLong.empty();
    }
  }

  long compensated(SagaFailure failure, boolean allUndone) {
    return write(COMPENSATED, "end", entry(sagaId() + "/ended"), began(), failure, allUndone);
  }

  private static void checkRefused(Entry entry, TemporalFailure failure) {
    if (Failures.refusal(failure, entry.commandId()).isEmpty()) {
      throw failure;
    }
  }

  private static ContractMethod<Void> does(String method) {
    return ContractMethod.named(SagaJournal.class, method, Void.class);
  }

  private static String turnId(@Nullable String savepoint) {
    return sagaId() + "/turned" + (savepoint == null ? "" : "/" + savepoint);
  }

  /** A run that repairs another one, or is one that was reset, counts from 1 again. */
  private static String inThisRun(int number) {
    return Workflow.getInfo().getRunId().substring(0, 8) + "-" + number;
  }

  private static Instant began() {
    return Instant.ofEpochMilli(Workflow.getInfo().getRunStartedTimestampMillis());
  }

  private static String sagaId() {
    return Workflow.getInfo().getWorkflowId();
  }

  private Entry entry(String commandId) {
    return new Entry(sagaId(), type, commandId, start);
  }

  private <A> A write(
      ContractMethod<A> method, String summary, Entry entry, @Nullable Object... more) {
    List<@Nullable Object> arguments = new ArrayList<>();
    arguments.add(entry);
    arguments.addAll(Arrays.asList(more));
    AtomicReference<A> answer = new AtomicReference<>();
    Workflow.newDetachedCancellationScope(
            () -> answer.set(calls.call(method, summary, LIMITS, _ -> arguments.toArray())))
        .run();
    return answer.get();
  }
}
