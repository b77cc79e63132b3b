package dev.skald.workflows.engine;

import dev.skald.workflows.engine.SagaJournal.OpenStep;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is true of one telling of a saga's story: shared by its steps, its branches, its undos. */
final class RunState {

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

  final Rounds rounds = new Rounds();
  final WayBack wayBack = new WayBack(this);

  /** Where in the story each step was taken. */
  private final Map<String, Path> taken = new LinkedHashMap<>();

  private String last;

  /** From the moment that it is scheduled there is no way back, unless it is refused. */
  boolean pivotBegun;

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
    this.last = steps.keySet().iterator().next();
  }

  /** Takes a step by the rules, and says under which command. */
  StepCall take(String name, DeclaredStep step) {
    Path path = Path.current();
    rules.take(name, step, path);
    taken.put(name, path);
    last = name;
    return now(step, name);
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
        backoff.kind() == Backoff.Kind.LINEAR ? backoff : null,
        Path.current().ways());
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

  /** What was undone since the savepoint can be taken again, under new commands. */
  void backAt(Path savepoint, Turned turned) {
    last = turned.why().step();
    List<String> undone =
        taken.entrySet().stream()
            .filter(step -> step.getValue().isWithin(savepoint))
            .map(Map.Entry::getKey)
            .toList();
    taken.keySet().removeAll(undone);
    undone.forEach(rules::forget);
    rounds.behind(turned.ways());
    rounds.behind(List.of(savepoint.name()));
  }

  /** The command of each step, as far as this run knows. */
  List<OpenStep> commands() {
    return steps.keySet().stream().map(step -> new OpenStep(step, rounds.of(step))).toList();
  }

  static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }
}
