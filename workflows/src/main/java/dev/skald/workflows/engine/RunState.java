package dev.skald.workflows.engine;

import dev.skald.workflows.engine.SagaJournal.NextRounds;
import dev.skald.workflows.engine.StepRefusal.Beside;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is true of one telling of a saga's story: shared by its steps, its branches, its undos. */
final class RunState {

  /** Runs that were told before that an optional step had gone with its way went on without it. */
  private static final String GONE_WITH_ITS_WAY = "skald:optional-gone-with-its-way";

  /** Runs that were told before to go on with what they had gone on without did so. */
  private static final String WENT_WITHOUT = "skald:went-on-without";

  /** Runs that had gone on before with what a way had taken along, until a join, did so. */
  private static final String OVER_ONCE_FORGOTTEN = "skald:over-once-forgotten";

  /** Runs that had come to the end of a way before did not say so. */
  private static final String WAYS_END_ONCE = "skald:ways-end-once";

  final SagaType<?> type;
  final SagaStart start;
  final Map<String, DeclaredStep> steps;
  final Ledger ledger;
  final Conditions conditions;
  final Operator operator;
  final Journal journal;
  final Calls calls;
  final Deadline deadline;
  final Inbox inbox;

  final Undos undos = new Undos();
  final PathRules rules = new PathRules();

  /** The log says that the pivot has happened: the story only goes forward. */
  final boolean forwardOnly;

  /** The log says that these ways were gone to their ends: nothing on them is given up. */
  private final Set<String> gone;

  final Rounds rounds;
  final WayBack wayBack = new WayBack(this);

  private String last;

  /** From the moment that it is scheduled there is no way back, unless it is refused. */
  boolean pivotBegun;

  /** Why the story is told again: nothing more of this telling is true. */
  private @Nullable Forgotten over;

  /** An operator gave up on an undo, so that the saga cannot go another way any more. */
  boolean gaveUp;

  RunState(
      SagaType<?> type,
      SagaStart start,
      Ledger ledger,
      Conditions conditions,
      Operator operator,
      Journal journal,
      Calls calls,
      Deadline deadline,
      Inbox inbox,
      boolean forwardOnly,
      Set<String> gone) {
    this.type = type;
    this.start = start;
    this.steps = type.steps();
    this.ledger = ledger;
    this.conditions = conditions;
    this.operator = operator;
    this.journal = journal;
    this.calls = calls;
    this.deadline = deadline;
    this.inbox = inbox;
    this.forwardOnly = forwardOnly;
    this.gone = Set.copyOf(gone);
    this.pivotBegun = forwardOnly;
    this.rounds = new Rounds(steps.keySet());
    this.last = steps.keySet().iterator().next();
  }

  /** Takes a step by the rules, and says under which command. */
  StepCall take(String name, DeclaredStep step) {
    wayBack.awaitTurn();
    if (over != null && isOverOnceForgotten()) {
      throw over;
    }
    Path path = Path.current();
    rules.take(name, step, path);
    rounds.take(name, path);
    last = name;
    return now(step, name);
  }

  boolean isOverOnceForgotten() {
    return Workflow.getVersion(OVER_ONCE_FORGOTTEN, Workflow.DEFAULT_VERSION, 1) == 1;
  }

  /** Branches take no more steps. */
  Forgotten over(Forgotten why) {
    over = why;
    return why;
  }

  /** Under which command a step is taken now. */
  StepCall now(DeclaredStep step, String name) {
    return call(name, step, rounds.of(name));
  }

  /** Fails where the story has come to. */
  StepFailed refused(String code, String message) {
    return new StepFailed(new SagaFailure(last, code, message), false);
  }

  /** Where the story has come to. */
  String lastTaken() {
    return last;
  }

  StepCall call(String name, DeclaredStep step, int round) {
    Backoff backoff = step.limits().backoff();
    return new StepCall(
        Workflow.getInfo().getWorkflowId(),
        type.name(),
        name,
        round,
        0,
        deadline.time(),
        start.origin(),
        backoff.kind() == Backoff.Kind.LINEAR ? backoff : null);
  }

  /**
   * Under which command a refused step goes on, if its own went with a way that it is not on: told
   * again, a run may come to a step before the way beside it is given up, though it had come later.
   */
  Optional<StepCall> beside(DeclaredStep step, StepCall call, TemporalFailure refused) {
    return gone(call, refused)
        .filter(beside -> !Path.current().isOnAny(beside.ways()))
        .map(
            beside -> {
              rounds.set(call.step(), beside.round());
              return call(call.step(), step, beside.round());
            });
  }

  /** Whether its own way had been given up: that goes nowhere without an answer either. */
  boolean wentWithItsWay(StepCall call, TemporalFailure refused) {
    return gone(call, refused).stream().anyMatch(gone -> Path.current().isOnAny(gone.ways()))
        && Workflow.getVersion(GONE_WITH_ITS_WAY, Workflow.DEFAULT_VERSION, 1) == 1;
  }

  /**
   * Whether the log says of an optional step that it had failed or been refused, before its command
   * went with a way as well: the story has gone on without it.
   */
  boolean wentWithout(StepCall call, TemporalFailure refused) {
    return gone(call, refused).isPresent()
        && !Failures.describe(call.step(), refused).code().equals(StepRefusal.UNDONE)
        && Workflow.getVersion(WENT_WITHOUT, Workflow.DEFAULT_VERSION, 1) == 1;
  }

  private static Optional<Beside> gone(StepCall call, TemporalFailure refused) {
    return Failures.refusal(refused, call.commandId())
        .flatMap(known -> Optional.ofNullable(known.beside()));
  }

  StepCall beginAnew(String name, DeclaredStep step) {
    rounds.next(name);
    return now(step, name);
  }

  /** Answers whether a way ends where the story has come to, and was not given up meanwhile. */
  boolean endsHere(Path way) {
    return pivotBegun
        || Workflow.getVersion(WAYS_END_ONCE, Workflow.DEFAULT_VERSION, 1)
            == Workflow.DEFAULT_VERSION
        || journal.wayGone(way.name());
  }

  /** Whether there is no way back: what the log took for the pivot may be refused after all. */
  boolean isPastPivot() {
    return forwardOnly && pivotBegun;
  }

  /** Whether the log says that a way was gone to its end. */
  boolean wasGone(Path way) {
    return gone.contains(way.name());
  }

  /** Whether the log says that the story went on from here. */
  boolean wentOn() {
    return forwardOnly || Path.current().isOnAny(gone);
  }

  /**
   * What was undone since the savepoint can be taken again, under new commands. What was taken
   * beside it has a command, whatever round the log knows from before.
   */
  void backAt(Path savepoint, Turned turned, NextRounds next) {
    last = turned.why().step();
    rounds.release(savepoint).forEach(rules::forget);
    next.ofSteps()
        .forEach(
            (name, round) -> {
              if (!rounds.isTaken(name) && !turned.leavesAlone(name)) {
                rounds.set(name, round);
              }
            });
  }

  static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }
}
