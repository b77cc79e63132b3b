package dev.skald.workflows.engine;

import dev.skald.domain.Origin;
import io.temporal.common.converter.EncodedValues;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One run of a saga: its story, told to an end, and what is done when it has none. */
final class Execution<R extends Record> implements SagaControl {

  /**
   * Runs that began to wait before, while a branch of theirs went back or asked an operator, have
   * no timer for their deadline, unless something else set one.
   */
  private static final String WATCHED_BESIDE = "skald:deadline-watched-beside";

  private final Saga<R> saga;
  private final SagaType<R> type;
  private final SagaStart start;
  private final R request;
  private final Map<String, Object> requestAsSent;
  private final Ledger ledger;
  private final Conditions conditions;
  private final Operator operator;
  private final Deadline deadline;
  private final Calls calls;
  private final Journal journal;
  private final Inbox inbox = new Inbox();

  /**
   * The ways that the log says were gone to their ends, where this run would have given them up.
   */
  private final Set<String> gone = new HashSet<>();

  /** What a telling was over for: none is over for what one before it was. */
  private final Set<String> forgotten = new HashSet<>();

  private Telling<R> telling;

  /** All of it is being undone, or was. */
  private boolean turned;

  /** All steps are done: what is left is to say so, and nothing calls that off. */
  private boolean ending;

  @SuppressWarnings("unchecked")
  Execution(Saga<R> saga, EncodedValues arguments) {
    this.saga = saga;
    type = saga.type();
    start = arguments.get(0, SagaStart.class);
    request = arguments.get(1, type.request());
    requestAsSent = arguments.get(1, Map.class);
    ledger = new Ledger(type.steps());
    conditions = new Conditions(ledger);
    operator = new Operator(conditions);
    Instant begun = Instant.ofEpochMilli(Workflow.getInfo().getRunStartedTimestampMillis());
    deadline = new Deadline(begun.plus(type.deadline()), () -> telling.deadlinePassed());
    calls = new Calls(this::beforeWaiting);
    journal = new Journal(type.name(), start, calls);
    telling = anew(false, null);
  }

  SagaOutcome run() {
    journal.started(List.copyOf(new ArrayList<>(type.steps().keySet())), requestAsSent);
    SagaOutcome outcome = told();
    deadline.stopWatching();
    conditions.tell();
    Workflow.newDetachedCancellationScope(() -> Workflow.await(Workflow::isEveryHandlerFinished))
        .run();
    return outcome;
  }

  /** The log may say that the story went otherwise than this run remembers: it is told again. */
  private SagaOutcome told() {
    while (true) {
      try {
        StepFailed failed = telling.tell();
        if (failed != null && telling.run.isPastPivot()) {
          throw new IllegalStateException(
              "the pivot has happened, but on its way there the story fails now: "
                  + failed.failure());
        }
        return failed == null ? completed() : uncancelled(failed);
      } catch (Forgotten why) {
        tellAgain(why);
      }
    }
  }

  private void tellAgain(Forgotten why) {
    String way = why.way();
    if (telling.run.isPastPivot() || !forgotten.add(String.valueOf(why.getMessage()))) {
      throw new IllegalStateException(
          "%s, but told again the story fails on its way there".formatted(why.getMessage()), why);
    }
    turned = false;
    if (way != null) {
      gone.add(way);
    }
    if (!why.isPastPivot()) {
      ledger.beginAnew();
    }
    telling = anew(why.isPastPivot(), telling.callingOff);
    conditions.become(SagaStatus.RUNNING, null);
  }

  private Telling<R> anew(boolean forwardOnly, @Nullable CallingOff before) {
    RunState run =
        new RunState(
            type,
            start,
            ledger,
            conditions,
            operator,
            journal,
            calls,
            deadline,
            inbox,
            forwardOnly,
            gone);
    return new Telling<>(saga, request, run, before);
  }

  private SagaOutcome completed() {
    ending = true;
    OptionalLong position = journal.completed();
    if (position.isEmpty()) {
      ending = false;
      return uncancelled(
          new StepFailed(
              new SagaFailure(telling.run.lastTaken(), "saga-turned", "the saga had turned back"),
              true));
    }
    conditions.become(SagaStatus.COMPLETED, null);
    return new SagaOutcome(SagaStatus.COMPLETED, null, position.getAsLong());
  }

  private SagaOutcome uncancelled(StepFailed failed) {
    AtomicReference<SagaOutcome> outcome = new AtomicReference<>();
    Workflow.newDetachedCancellationScope(() -> outcome.set(undone(failed.failure()))).run();
    return Objects.requireNonNull(outcome.get());
  }

  private SagaOutcome undone(SagaFailure failure) {
    turned = true;
    conditions.become(SagaStatus.COMPENSATING, failure.step());
    RunState run = telling.run;
    CallingOff off = telling.callingOff;
    Turned back = run.wayBack.ofAll(off.why(failure), off.origin());
    SagaFailure why = back.why();
    boolean allUndone = new Unwinding(run).run(back.due()) && !run.gaveUp;
    long position = journal.compensated(why, allUndone);
    SagaStatus status = allUndone ? SagaStatus.COMPENSATED : SagaStatus.COMPENSATION_FAILED;
    conditions.become(status, why.step());
    return new SagaOutcome(status, why, position);
  }

  private void beforeWaiting() {
    if (!turned && !telling.run.pivotBegun && isDeadlineToBeWatched()) {
      deadline.watch();
    }
    conditions.tell();
  }

  private boolean isDeadlineToBeWatched() {
    return conditions.status() == SagaStatus.RUNNING
        || (!deadline.isWatched()
            && Workflow.getVersion(WATCHED_BESIDE, Workflow.DEFAULT_VERSION, 1) == 1);
  }

  @Override
  public List<Ledger.Line> ledger() {
    return ledger.lines();
  }

  @Override
  public UndoPlan undoPlan() {
    String obstacle = obstacle();
    return new UndoPlan(
        obstacle == null
            ? telling.run.undos.all().stream().map(due -> due.call().step()).toList()
            : List.of(),
        obstacle);
  }

  private @Nullable String obstacle() {
    if (ending) {
      return "the saga has done all its steps";
    }
    if (turned) {
      return switch (conditions.status()) {
        case COMPENSATING -> "the saga is being undone already";
        case AWAITING_OPERATOR -> "the saga is being undone already, and waits for an operator";
        default -> "the saga has ended: it is " + conditions.status();
      };
    }
    // While it goes back to a savepoint, it can be called off all the same.
    return telling.run.pivotBegun ? "the saga is past its point of no return" : null;
  }

  @Override
  public CalledOff compensate(String reason, Origin origin) {
    return telling.callOff(reason, origin);
  }

  @Override
  public void checkCompensate(String reason, Origin origin) {
    String obstacle = obstacle();
    if (obstacle != null) {
      throw new IllegalArgumentException(obstacle);
    }
  }

  @Override
  public void retry(String step, Decision decision) {
    operator.decide(DecisionKind.RETRY, decision);
  }

  @Override
  public void checkRetry(String step, Decision decision) {
    operator.check(step, DecisionKind.RETRY, decision);
  }

  @Override
  public void skip(String step, Decision decision) {
    operator.decide(DecisionKind.SKIP, decision);
  }

  @Override
  public void checkSkip(String step, Decision decision) {
    operator.check(step, DecisionKind.SKIP, decision);
  }

  @Override
  public void resolve(String step, Decision decision) {
    operator.decide(DecisionKind.RESOLVE, decision);
  }

  @Override
  public void checkResolve(String step, Decision decision) {
    operator.check(step, DecisionKind.RESOLVE, decision);
  }

  @Override
  public void eventReceived(String eventType) {
    inbox.receive(eventType);
  }
}
