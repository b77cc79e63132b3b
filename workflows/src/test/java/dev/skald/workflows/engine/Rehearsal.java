package dev.skald.workflows.engine;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.skald.domain.Refusal;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInterface;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A saga of five steps, and a cast that does to each of them what a test asks for. */
public final class Rehearsal {

  /** Short, since no time is skipped while a test watches what a run does. */
  static final Backoff BACKOFF = Backoff.fixed(ofMillis(20));

  static final Step<Parts, Line, Line> ONE = reversible("one", ofSeconds(5));
  static final Step<Parts, Line, Line> TWO = reversible("two", ofSeconds(5));

  /** Short, since a step that hangs takes real time even where time is skipped. */
  static final Step<Parts, Line, Line> THREE = reversible("three", ofSeconds(1));

  static final Step<Parts, Line, Line> PIVOT =
      Step.pivot("pivot", Parts.class, Parts::play, slow(ofSeconds(2)).triesWithoutEnd(BACKOFF));
  static final Step<Parts, Line, Line> AFTER =
      Step.forward("after", Parts.class, Parts::play, slow(ofSeconds(2)).triesWithoutEnd(BACKOFF));

  private Rehearsal() {}

  static Step<Parts, Line, Line> reversible(String name, Duration timeLimit) {
    return Step.reversible(
        name,
        Parts.class,
        Parts::play,
        Parts::takeBack,
        slow(timeLimit).tries(3, BACKOFF).thenCompensate());
  }

  static Limits.Expected slow(Duration timeLimit) {
    return Limits.slow(timeLimit).usually(ofMillis(10));
  }

  static SagaType<Line> type(String name, Part... parts) {
    return SagaType.named(name, Line.class)
        .purpose("A rehearsal.")
        .startedBy(new Line("go"), _ -> null)
        .deadline(ofHours(1))
        .ifLost(SagaType.IfLost.UNDO)
        .steps(parts);
  }

  /** A saga told by a lambda. */
  record Told(SagaType<Line> type, BiConsumer<SagaRun, Line> story) implements Saga<Line> {
    @Override
    public void run(SagaRun saga, Line request) {
      story.accept(saga, request);
    }
  }

  public record Line(String text) {}

  /** Tells its five steps in their order. */
  static final class Play implements Saga<Line> {

    static final SagaType<Line> TYPE = Rehearsal.type("play", ONE, TWO, THREE, PIVOT, AFTER);

    @Override
    public SagaType<Line> type() {
      return TYPE;
    }

    @Override
    public void run(SagaRun saga, Line request) {
      saga.step(ONE, new Line("1"));
      saga.step(TWO, new Line("2"));
      saga.step(THREE, new Line("3"));
      saga.step(PIVOT, new Line("4"));
      saga.step(AFTER, new Line("5"));
    }
  }

  @ActivityInterface
  public interface Parts {
    StepAnswer<Line> play(StepCall call, Line line);

    UndoAnswer takeBack(StepCall call, Line line);
  }

  /** What happens when a step, or an undo, is asked for. */
  enum Cue {
    REFUSE,
    UNDONE,
    FAIL,
    HANG,
    ANSWER_FOR_ANOTHER,
    /** For good, and with details of its own. */
    BREAK
  }

  /** A place where a step stops until it is let go. */
  record Hold(CountDownLatch reached, CountDownLatch released) {

    void pass() {
      reached.countDown();
      awaitQuietly(released);
    }

    void awaitReached() {
      awaitQuietly(reached);
    }

    void letGo() {
      released.countDown();
    }

    private static void awaitQuietly(CountDownLatch latch) {
      try {
        if (!latch.await(20, TimeUnit.SECONDS)) {
          throw new IllegalStateException("nobody came in 20 s");
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException("a test ended while a step was held", e);
      }
    }
  }

  /** Does as it is told, and remembers what it did. */
  static final class Cast implements Parts, SagaJournal {

    final List<String> done = new CopyOnWriteArrayList<>();
    final List<String> commands = new CopyOnWriteArrayList<>();
    final List<String> journal = new CopyOnWriteArrayList<>();

    /** What the journal was told of steps that had failed. */
    final List<StepCall> failed = new CopyOnWriteArrayList<>();

    /** The undos that were asked for. */
    final List<StepCall> undos = new CopyOnWriteArrayList<>();

    /** What the log says when a saga turns back. */
    volatile SagaJournal.Standing standing = new SagaJournal.Standing(false, List.of());

    /** What it says when the saga goes back to a savepoint, if that is something else. */
    volatile SagaJournal.@Nullable Standing sinceSavepoint;

    /** Steps that have happened after all when people settle them. */
    final Set<String> late = ConcurrentHashMap.newKeySet();

    /** What has come from outside. */
    final Map<String, Map<String, Object>> events = new ConcurrentHashMap<>();

    private final Map<String, Hold> holds = new ConcurrentHashMap<>();
    private final Map<String, Queue<Cue>> cues = new ConcurrentHashMap<>();

    /** The next times this is asked for, in turn; after that it works. */
    void cue(String what, Cue... next) {
      cues.put(what, new ArrayDeque<>(List.of(next)));
    }

    /** Stops there until it is let go. */
    Hold hold(String what) {
      Hold hold = new Hold(new CountDownLatch(1), new CountDownLatch(1));
      holds.put(what, hold);
      return hold;
    }

    void letAllGo() {
      holds.values().forEach(Hold::letGo);
    }

    @Override
    public StepAnswer<Line> play(StepCall call, Line line) {
      Cue cue = at(call.step());
      act(cue, call.commandId());
      done.add(call.step());
      commands.add(call.commandId());
      return new StepAnswer<>(
          cue == Cue.ANSWER_FOR_ANOTHER ? "another/command/1" : call.commandId(), line, 1);
    }

    @Override
    public UndoAnswer takeBack(StepCall call, Line line) {
      undos.add(call);
      act(at("undo " + call.step()), call.undoCommandId());
      done.add("undo " + call.step());
      return new UndoAnswer(call.undoCommandId(), true, 1);
    }

    private @Nullable Cue at(String what) {
      Hold hold = holds.get(what);
      if (hold != null) {
        hold.pass();
      }
      Queue<Cue> next = cues.get(what);
      return next == null ? null : next.poll();
    }

    private static void act(@Nullable Cue cue, String commandId) {
      switch (cue) {
        case REFUSE -> throw StepRefusal.failure(commandId, new Refusal("refused", "not today"), 1);
        case UNDONE ->
            throw StepRefusal.failure(commandId, new Refusal("step-undone", "it was undone"), 0);
        case FAIL -> throw new IllegalStateException("the line is dead");
        case HANG -> Activity.getExecutionContext().doNotCompleteOnReturn();
        case BREAK ->
            throw ApplicationFailure.newNonRetryableFailure(
                "the house is gone", "house-gone", Map.of("since", "yesterday"));
        case ANSWER_FOR_ANOTHER -> {}
        case null -> {}
      }
    }

    @Override
    public void started(Entry entry, List<String> steps, Map<String, Object> request) {
      note("started");
    }

    @Override
    public @Nullable RecordedAnswer stepFailed(
        Entry entry, StepCall call, SagaFailure failure, @Nullable Boolean forGood) {
      failed.add(call);
      note("failed " + failure.step() + " " + failure.code());
      return null;
    }

    @Override
    public RecordedAnswer takeEvent(
        Entry entry, StepCall call, String eventType, @Nullable Instant until) {
      return new RecordedAnswer(call.commandId(), events.get(eventType), 1);
    }

    @Override
    public SagaJournal.@Nullable Settled operatorAsked(
        Entry entry, StepCall call, int number, SagaFailure failure) {
      failed.add(call);
      note("asked " + call.step() + " " + number);
      return null;
    }

    @Override
    public void retryDecided(Entry entry, StepCall call, Decision decision) {
      note("retried " + call.step());
    }

    @Override
    public RecordedAnswer settleStep(
        Entry entry, StepCall call, DecisionKind kind, Decision decision) {
      act(at("settle " + call.step()), call.commandId());
      commands.add(call.commandId());
      note("settled " + call.step() + " " + kind);
      return new RecordedAnswer(
          call.commandId(),
          Objects.requireNonNullElse(decision.answer(), Map.of()),
          0,
          late.contains(call.step()));
    }

    @Override
    public Standing turn(Entry entry, Turn turn) {
      note("turned " + turn.why().code());
      Standing since = sinceSavepoint;
      return turn.savepoint() == null || since == null ? standing : since;
    }

    @Override
    public void wayGone(Entry entry, String turnId) {
      note("gone " + turnId.substring(turnId.lastIndexOf('/') + 1));
    }

    @Override
    public void undoFailed(Entry entry, StepCall call, int number, SagaFailure failure) {
      note("undo failed " + failure.step() + " " + failure.code());
    }

    @Override
    public void undoSettled(Entry entry, StepCall call, DecisionKind kind, Decision decision) {
      note("undo settled " + call.step() + " " + kind);
    }

    @Override
    public void rolledBack(Entry entry, String savepoint) {
      note("back at " + savepoint);
    }

    @Override
    public long completed(Entry entry, Instant began) {
      act(at("completed"), entry.commandId());
      note("completed");
      return 7;
    }

    @Override
    public long compensated(Entry entry, Instant began, SagaFailure failure, boolean allUndone) {
      note(allUndone ? "compensated" : "compensation failed");
      return 8;
    }

    private void note(String entry) {
      journal.add(entry);
    }
  }
}
