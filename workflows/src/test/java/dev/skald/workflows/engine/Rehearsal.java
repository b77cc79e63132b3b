package dev.skald.workflows.engine;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.skald.domain.Refusal;
import dev.skald.workflows.engine.Step.Limits;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInterface;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A saga of five steps, and a cast that does to each of them what a test asks for. */
public final class Rehearsal {

  private static final Backoff BACKOFF = Backoff.fixed(ofSeconds(1));

  static final Step<Parts, Line, Line> ONE = reversible("one", ofSeconds(5));
  static final Step<Parts, Line, Line> TWO = reversible("two", ofSeconds(5));

  /** Short, since a step that hangs takes real time even where time is skipped. */
  static final Step<Parts, Line, Line> THREE = reversible("three", ofMillis(300));

  static final Step<Parts, Line, Line> PIVOT =
      Step.pivot("pivot", Parts.class, Parts::play, ofSeconds(2), BACKOFF);
  static final Step<Parts, Line, Line> AFTER =
      Step.forward("after", Parts.class, Parts::play, ofSeconds(2), BACKOFF);

  private Rehearsal() {}

  private static Step<Parts, Line, Line> reversible(String name, Duration timeLimit) {
    return Step.reversible(
        name, Parts.class, Parts::play, Parts::takeBack, new Limits(timeLimit, 3, BACKOFF));
  }

  public record Line(String text) {}

  /** Tells its five steps in their order. */
  static final class Play implements Saga<Line> {

    static final SagaType<Line> TYPE =
        new SagaType<>(
            "play",
            "A rehearsal.",
            Line.class,
            _ -> Optional.empty(),
            List.of(ONE, TWO, THREE, PIVOT, AFTER));

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
    FAIL,
    HANG,
    ANSWER_FOR_ANOTHER
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
        latch.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException("a test ended while a step was held", e);
      }
    }
  }

  /** Does as it is told, and remembers what it did. */
  static final class Cast implements Parts, SagaJournal {

    final List<String> done = new CopyOnWriteArrayList<>();
    final List<String> journal = new CopyOnWriteArrayList<>();
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
      return new StepAnswer<>(
          cue == Cue.ANSWER_FOR_ANOTHER ? "another/command/1" : call.commandId(), line);
    }

    @Override
    public UndoAnswer takeBack(StepCall call, Line line) {
      act(at("undo " + call.step()), call.undoCommandId());
      done.add("undo " + call.step());
      return new UndoAnswer(call.undoCommandId(), true);
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
        case REFUSE -> throw StepRefusal.failure(commandId, new Refusal("refused", "not today"));
        case FAIL -> throw new IllegalStateException("the line is dead");
        case HANG -> Activity.getExecutionContext().doNotCompleteOnReturn();
        case ANSWER_FOR_ANOTHER -> {}
        case null -> {}
      }
    }

    @Override
    public void started(Entry entry, List<String> steps) {
      journal.add("started");
    }

    @Override
    public void stepFailed(Entry entry, SagaFailure failure) {
      journal.add("failed " + failure.step() + " " + failure.code());
    }

    @Override
    public void undoFailed(Entry entry, SagaFailure failure) {
      journal.add("undo failed " + failure.step() + " " + failure.code());
    }

    @Override
    public void undoSettled(Entry entry, String step, Settlement settlement) {
      journal.add("settled " + step + " " + settlement.kind());
    }

    @Override
    public long completed(Entry entry) {
      journal.add("completed");
      return 7;
    }

    @Override
    public long compensated(Entry entry, SagaFailure failure, boolean allUndone) {
      journal.add(allUndone ? "compensated" : "compensation failed");
      return 8;
    }
  }
}
