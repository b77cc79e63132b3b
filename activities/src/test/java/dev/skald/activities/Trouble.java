package dev.skald.activities;

import dev.skald.domain.Refusal;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.engine.StepRefusal;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A fault at one step of one saga, or at its undo: played around the real participant. */
final class Trouble {

  static final String REFUSED = "refused-in-a-test";

  /** Short, so that waiting for it costs little; long enough for a step that is done at once. */
  private static final Duration SHORT_TIME_LIMIT = Duration.ofMillis(800);

  /** Long enough for all that are to be killed to get there. */
  private static final Duration UNTIL_KILLED = Duration.ofSeconds(4);

  private static final long PATIENCE_SECONDS = 60;

  final String step;
  private final List<String> siblings;
  private final boolean undo;
  private final Fault fault;
  private final int times;
  private final String code;
  private final AtomicInteger round = new AtomicInteger();
  private final AtomicInteger tries = new AtomicInteger();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicBoolean mended = new AtomicBoolean();
  private final AtomicBoolean taskLost = new AtomicBoolean();
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch letGo = new CountDownLatch(1);

  private Trouble(
      String step, List<String> siblings, boolean undo, Fault fault, int times, String code) {
    this.step = step;
    this.siblings = List.copyOf(siblings);
    this.undo = undo;
    this.fault = fault;
    this.times = times;
    this.code = code;
  }

  /**
   * @param times how often it goes wrong, before it goes well
   */
  static Trouble at(String step, Fault fault, int times) {
    return new Trouble(step, List.of(), false, fault, times, REFUSED);
  }

  /** Waits until the steps of the branches beside it are done. */
  static Trouble beside(List<String> siblings, String step, Fault fault, int times) {
    return new Trouble(step, siblings, false, fault, times, REFUSED);
  }

  /** The step is refused as it is told there. */
  Trouble refusing(Stop stop) {
    return new Trouble(step, siblings, undo, fault, times, stop.why().code());
  }

  static Trouble atUndo(String step, Fault fault, int times) {
    return new Trouble(step, List.of(), true, fault, times, REFUSED);
  }

  /** A try that fails for now. */
  static final class Mishap extends RuntimeException {
    private static final long serialVersionUID = 1;

    Mishap(String message) {
      super(message, null, false, false);
    }
  }

  /** No exception, so that the engine takes it for the end of its worker, and not for an answer. */
  static final class TaskLost extends Error {
    private static final long serialVersionUID = 1;

    TaskLost() {
      super("the worker died in a test", null, false, false);
    }
  }

  /** What is asked of a participant, and how. */
  record Try(StepCall call, boolean undo, boolean quick, Refuse refuse) {}

  /** Records a refusal of the step as its participant would. */
  @FunctionalInterface
  interface Refuse {
    RuntimeException with(Refusal refusal);
  }

  /** What is begun anew goes well. After a rollback, the first round is not number one. */
  boolean concerns(StepCall call, boolean isUndo) {
    return call.step().equals(step)
        && isUndo == undo
        && (round.compareAndSet(0, call.round()) || round.get() == call.round());
  }

  /** What a task has to say to the log is said when somebody lets it go. */
  <T> T meetJournal(Supplier<T> real) {
    if (tries.getAndIncrement() == times - 1) {
      hold();
    }
    return real.get();
  }

  <T> T meet(Try one, Supplier<T> real) {
    underWay.incrementAndGet();
    try {
      return played(one, real);
    } finally {
      underWay.decrementAndGet();
    }
  }

  private <T> T played(Try one, Supplier<T> real) {
    return switch (fault) {
      case REFUSED -> {
        if (letGo.getCount() > 0) {
          throw refusal(one);
        }
        yield real.get();
      }
      case FAILS_FOR_NOW -> {
        if (goesWrong()) {
          throw new Mishap("not now");
        }
        yield real.get();
      }
      case FAILS_AFTER_ITS_COMMIT, ANSWER_LOST -> {
        T answer;
        try {
          answer = real.get();
        } catch (ApplicationFailure refused) {
          loseAnswer();
          throw refused;
        }
        loseAnswer();
        yield answer;
      }
      case TIMES_OUT, WORKER_KILLED_DURING -> {
        if (goesWrong()) {
          hold();
        }
        yield real.get();
      }
      case TIMES_OUT_AFTER_ITS_COMMIT, WORKER_KILLED_AFTER_ITS_COMMIT -> {
        T answer = real.get();
        if (goesWrong()) {
          hold();
        }
        yield answer;
      }
      case CALLED_OFF_DURING -> {
        if (one.quick()) {
          throw new Mishap("it takes longer than a quick try may");
        }
        hold();
        yield real.get();
      }
      case CALLED_OFF_AFTER_ITS_COMMIT -> {
        if (one.quick()) {
          throw new Mishap("it takes longer than a quick try may");
        }
        T answer = real.get();
        hold();
        yield answer;
      }
      case TASK_LOST_BEFORE, TASK_LOST_AFTER, TASK_LOST_AND_CANCELLED -> real.get();
      case COMES_EARLY, COMES_LATE, COMES_TOO_LATE, NEVER_COMES -> real.get();
    };
  }

  private void loseAnswer() {
    if (goesWrong()) {
      throw new Mishap("the answer is lost");
    }
  }

  private boolean goesWrong() {
    return !mended.get() && tries.getAndIncrement() < times;
  }

  private RuntimeException refusal(Try one) {
    Refusal no = new Refusal(code, "not today");
    return undo ? StepRefusal.failure(one.call().undoCommandId(), no, 1) : one.refuse().with(no);
  }

  /** A thread that is interrupted stays all the same: it belongs to a worker that is no more. */
  private void hold() {
    reached.countDown();
    boolean interrupted = false;
    while (true) {
      try {
        if (!letGo.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          throw new Mishap("never let go");
        }
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.interrupted();
    }
  }

  boolean losesTaskBefore() {
    return fault == Fault.TASK_LOST_BEFORE && taskLost.compareAndSet(false, true);
  }

  /**
   * @param answer waits for it; what fails has not answered, and is asked for again
   */
  boolean losesTaskAfter(Runnable answer) {
    if (taskLost.get()
        || (fault != Fault.TASK_LOST_AFTER && fault != Fault.TASK_LOST_AND_CANCELLED)) {
      return false;
    }
    answer.run();
    return taskLost.compareAndSet(false, true);
  }

  boolean comesWithCancel() {
    return fault == Fault.TASK_LOST_AND_CANCELLED;
  }

  /** How long a try may take instead of what the saga says; null for what it says. */
  @Nullable Duration timeLimit() {
    return switch (fault) {
      case TIMES_OUT, TIMES_OUT_AFTER_ITS_COMMIT -> SHORT_TIME_LIMIT;
      case WORKER_KILLED_DURING, WORKER_KILLED_AFTER_ITS_COMMIT -> UNTIL_KILLED;
      case REFUSED, FAILS_FOR_NOW, FAILS_AFTER_ITS_COMMIT, ANSWER_LOST -> null;
      case CALLED_OFF_DURING, CALLED_OFF_AFTER_ITS_COMMIT -> null;
      case TASK_LOST_BEFORE, TASK_LOST_AFTER, TASK_LOST_AND_CANCELLED -> null;
      case COMES_EARLY, COMES_LATE, COMES_TOO_LATE, NEVER_COMES -> null;
    };
  }

  /** Whether what the step waits for is not sent at once. */
  boolean keepsEventOf(String name) {
    return step.equals(name)
        && (fault == Fault.COMES_LATE
            || fault == Fault.COMES_TOO_LATE
            || fault == Fault.NEVER_COMES
            || fault == Fault.CALLED_OFF_DURING);
  }

  /** How long a saga waits for an event instead of as long as it says; null for what it says. */
  @Nullable Duration patience() {
    boolean inTime = fault != Fault.COMES_TOO_LATE && fault != Fault.NEVER_COMES;
    return inTime || mended.get() ? null : SHORT_TIME_LIMIT;
  }

  boolean isHeld() {
    return reached.getCount() == 0 && letGo.getCount() > 0;
  }

  void awaitReached() throws InterruptedException {
    if (!reached.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("'%s' was never reached".formatted(step));
    }
  }

  List<String> siblings() {
    return siblings;
  }

  /** Whoever is held goes on, and what was refused is not refused any more. */
  void letGo() {
    letGo.countDown();
  }

  /** Nothing goes wrong any more. */
  void mend() {
    mended.set(true);
    letGo();
  }

  /** Whether none of its tries is under way any more, not even one that comes late. */
  boolean isOver() {
    return underWay.get() == 0;
  }

  @Override
  public String toString() {
    return "%s%s at %s, %d times".formatted(fault, undo ? " of the undo" : "", step, times);
  }
}
