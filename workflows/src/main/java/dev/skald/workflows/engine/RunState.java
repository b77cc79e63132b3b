package dev.skald.workflows.engine;

import dev.skald.domain.Origin;
import dev.skald.workflows.engine.SagaJournal.NextRounds;
import dev.skald.workflows.engine.SagaJournal.OpenStep;
import dev.skald.workflows.engine.SagaJournal.SettledUndo;
import dev.skald.workflows.engine.SagaJournal.Standing;
import dev.skald.workflows.engine.SagaJournal.Standing.Instead;
import dev.skald.workflows.engine.SagaJournal.StandingStep;
import dev.skald.workflows.engine.SagaJournal.Turn;
import dev.skald.workflows.engine.StepRefusal.Beside;
import dev.skald.workflows.engine.Undos.Due;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is true of one telling of a saga's story: shared by its steps, its branches, its undos. */
final class RunState {

  /** Runs that were told before that an optional step had gone with its way went on without it. */
  private static final String GONE_WITH_ITS_WAY = "skald:optional-gone-with-its-way";

  /** Runs that had come to the end of a way before did not say so. */
  private static final String WAYS_END_ONCE = "skald:ways-end-once";

  /** Runs that had gone on before with what a lost task had taken away went on with it. */
  private static final String TAKEN_AWAY = "skald:taken-away-beside";

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

  private final Map<String, Integer> rounds = new LinkedHashMap<>();
  private final Map<String, Path> taken = new LinkedHashMap<>();

  private String last;

  /** How many ways are being given up at this moment. */
  private int turning;

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
    awaitTurn();
    Path path = Path.current();
    rules.take(name, step, path);
    taken.put(name, path);
    last = name;
    return call(name, step, round(name));
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

  private int round(String name) {
    return rounds.getOrDefault(name, 1);
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
              rounds.put(call.step(), beside.round());
              return call(call.step(), step, beside.round());
            });
  }

  /** Whether its own way had been given up: that goes nowhere without an answer either. */
  boolean wentWithItsWay(StepCall call, TemporalFailure refused) {
    return gone(call, refused).stream().anyMatch(gone -> Path.current().isOnAny(gone.ways()))
        && Workflow.getVersion(GONE_WITH_ITS_WAY, Workflow.DEFAULT_VERSION, 1) == 1;
  }

  private static Optional<Beside> gone(StepCall call, TemporalFailure refused) {
    return Failures.refusal(refused, call.commandId())
        .flatMap(known -> Optional.ofNullable(known.beside()));
  }

  StepCall beginAnew(String name, DeclaredStep step) {
    nextRound(name);
    return call(name, step, round(name));
  }

  /** Turns all of the saga back. */
  Turned turnBack(SagaFailure why, @Nullable Origin origin) {
    List<OpenStep> open = steps.keySet().stream().map(n -> new OpenStep(n, round(n))).toList();
    Standing standing = journal.turn(Turn.ofAll(why, pivots(), open, origin, slow()));
    if (standing.pastPivot()) {
      throw Forgotten.pivot();
    }
    return Turned.of(standing, why, due(undos.all(), standing, standing.steps()), List.of());
  }

  /**
   * Turns back what was done since a savepoint. What has no part in it, in other branches, goes on;
   * a step that one of them takes from now on has a new command, since the old one is closed; so
   * has one that went with the way, and is being asked for at this moment.
   */
  Turned turnBack(Path savepoint, SagaFailure why) {
    List<OpenStep> open = new ArrayList<>();
    for (String name : steps.keySet()) {
      if (isOpenTo(savepoint, name)) {
        open.add(new OpenStep(name, round(name)));
      }
    }
    Standing standing =
        turned(
            new Turn(savepoint.name(), why, pivots(), open, null, slow(), savepoint.outerWays()));
    if (standing.pastPivot()) {
      throw Forgotten.pivot();
    }
    if (standing.leadsNowhere()) {
      throw new StepFailed(why, true);
    }
    if (standing.instead() == Instead.OUTER_WAY_GIVEN_UP) {
      throw new StepFailed(why, false);
    }
    if (standing.instead() == Instead.GONE_TO_ITS_END) {
      throw Forgotten.endOf(savepoint.name());
    }
    checkNothingTakenAway(savepoint, standing);
    List<OpenStep> beside =
        open.stream()
            .filter(step -> !taken.containsKey(step.step()) && standing.wasTakenBeside(step))
            .toList();
    open.removeAll(beside);
    open.stream()
        .filter(step -> !taken.containsKey(step.step()))
        .forEach(step -> rounds.merge(step.step(), step.round() + 1, standing::next));
    List<StandingStep> concerned =
        standing.steps().stream()
            .filter(
                step ->
                    open.contains(step.open())
                        || (standing.tookAlong(step.open())
                            && !ledger.isCompleted(step.step(), step.round())))
            .toList();
    return Turned.of(standing, why, due(undos.within(savepoint), standing, concerned), beside);
  }

  /**
   * A task that was lost may give a way up late, and take along what has been done meanwhile in a
   * branch that it had not come to. The branch can only do it anew.
   */
  private void checkNothingTakenAway(Path savepoint, Standing standing) {
    for (String name : steps.keySet()) {
      if (!isOpenTo(savepoint, name)
          && ledger.isCompleted(name, round(name))
          && standing.tookAlong(new OpenStep(name, round(name)))
          && Workflow.getVersion(TAKEN_AWAY, Workflow.DEFAULT_VERSION, 1) == 1) {
        throw Forgotten.lossOf(name);
      }
    }
  }

  /** Answers whether a way ends where the story has come to, and was not given up meanwhile. */
  boolean endsHere(Path way) {
    return pivotBegun
        || Workflow.getVersion(WAYS_END_ONCE, Workflow.DEFAULT_VERSION, 1)
            == Workflow.DEFAULT_VERSION
        || journal.wayGone(way.name());
  }

  /** Whether the log says that the story went on from here. */
  boolean wentOn() {
    return forwardOnly || Path.current().isOnAny(gone);
  }

  private List<String> slow() {
    return steps.entrySet().stream()
        .filter(step -> step.getValue() instanceof Step && step.getValue().limits().isSlow())
        .map(Map.Entry::getKey)
        .toList();
  }

  private Standing turned(Turn turn) {
    turning++;
    try {
      return journal.turn(turn);
    } finally {
      turning--;
    }
  }

  /** Under which command a step of another branch is taken meanwhile, only the log can say. */
  private void awaitTurn() {
    if (turning > 0) {
      Workflow.newDetachedCancellationScope(() -> Workflow.await(() -> turning == 0)).run();
    }
  }

  /** Of what has not happened, the commands were closed when the way was given up. */
  NextRounds nextRounds(Path savepoint) {
    Map<String, Integer> next = new LinkedHashMap<>();
    for (String name : steps.keySet()) {
      if (isOpenTo(savepoint, name)) {
        next.put(name, round(name) + (taken.containsKey(name) ? 1 : 0));
      }
    }
    return new NextRounds(next);
  }

  /**
   * What was undone since the savepoint can be taken again, under new commands. What was taken
   * beside it has a command, whatever round the log knows from before.
   */
  void backAt(Path savepoint, Turned turned, NextRounds next) {
    last = turned.why().step();
    for (String name : steps.keySet()) {
      if (taken.containsKey(name) && isOpenTo(savepoint, name)) {
        taken.remove(name);
        rules.forget(name);
      }
    }
    next.ofSteps()
        .forEach(
            (name, round) -> {
              if (!taken.containsKey(name) && !turned.leavesAlone(name)) {
                rounds.put(name, round);
              }
            });
  }

  private void nextRound(String name) {
    rounds.merge(name, 2, (now, _) -> now + 1);
  }

  private boolean isOpenTo(Path savepoint, String name) {
    Path path = taken.get(name);
    return path == null || path.isWithin(savepoint);
  }

  private List<String> pivots() {
    return steps.entrySet().stream()
        .filter(step -> step.getValue().kind() == StepKind.PIVOT)
        .map(Map.Entry::getKey)
        .toList();
  }

  private List<Due> due(List<Due> remembered, Standing standing, List<StandingStep> concerned) {
    gaveUp |= standing.settledUndos().stream().anyMatch(SettledUndo::givenUp);
    return new DueUndos(this, standing, concerned).of(remembered);
  }

  static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }
}
