package dev.skald.activities;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What one saga has under way, whichever of its runs has begun it. Some of it is held before it is
 * done, or when it is done and has yet to answer, until chance has let enough else of the saga
 * overtake it.
 */
final class UnderWay {

  /** What a run says to the log when it gives up a way, or all of the saga. */
  static final String TURN = "saga.Turn";

  /** Until nothing moves any more, and chance picks it. */
  private static final int FOR_NOW = 1_000_000;

  private static final Set<String> ENDINGS = Set.of("saga.Completed", "saga.Compensated");

  private static final List<Integer> OVERTAKEN_BY = List.of(0, 0, 0, 1, 3, 9, FOR_NOW, FOR_NOW);

  /** What is not held may have been on its way to the server. */
  private static final Duration QUIET = Duration.ofMillis(150);

  /** Nothing is held, but the server is busy, or there is something to wait for. */
  private static final Duration STUCK = Duration.ofMillis(500);

  private final Random random;
  private final List<Held> held = new ArrayList<>();
  private final StringBuilder told = new StringBuilder();
  private int run;

  /** The last run that has something under way, or had. */
  private int begun;

  /** The last run that has ended. */
  private int over;

  private int moves;
  private int changes;
  private int active;
  private boolean open;

  /** No record: each is one of its own. */
  private static final class Held {
    private final String what;
    private final int run;
    private final int until;

    /**
     * @param run which of the saga's runs has begun it
     * @param until how much of the saga has moved then
     */
    Held(String what, int run, int until) {
      this.what = what;
      this.run = run;
      this.until = until;
    }

    @Override
    public String toString() {
      return what + (run == 1 ? "" : ", run " + run);
    }
  }

  UnderWay(Random random) {
    this.random = random;
  }

  /**
   * @param quick it stands in the way of its run's task, unless that goes on without it
   */
  <T> T pass(String what, boolean quick, Supplier<T> real) {
    if (quick && takesLonger()) {
      throw new Trouble.Mishap("it takes longer than a quick try may");
    }
    int run = enters();
    boolean before = what.equals(TURN) || random.nextBoolean();
    try {
      if (before) {
        hold(what, run);
      }
      try {
        T answer = real.get();
        ends(what, run);
        return answer;
      } finally {
        moved();
        if (!before) {
          hold(what + " done", run);
        }
      }
    } finally {
      leaves();
    }
  }

  /** Another run of the saga begins; what earlier ones have under way is late from now on. */
  synchronized void begins(List<Trouble> troubles) {
    run++;
    tell("run " + run + troubles);
  }

  private synchronized boolean takesLonger() {
    return !open && random.nextInt(6) == 0;
  }

  private void changed() {
    changes++;
    notifyAll();
  }

  private synchronized int enters() {
    active++;
    begun = run;
    changed();
    return run;
  }

  private synchronized void ends(String what, int run) {
    if (ENDINGS.contains(what)) {
      over = Math.max(over, run);
    }
  }

  private synchronized void leaves() {
    active--;
    changed();
  }

  private synchronized void moved() {
    moves++;
    held.removeIf(one -> one.until <= moves);
    changed();
  }

  /** A thread that is interrupted stays all the same: its worker may be no more. */
  private synchronized void hold(String what, int run) {
    int overtakenBy =
        what.equals(TURN) ? FOR_NOW : OVERTAKEN_BY.get(random.nextInt(OVERTAKEN_BY.size()));
    if (open || overtakenBy == 0) {
      return;
    }
    Held one = new Held(what, run, moves + overtakenBy);
    held.add(one);
    changed();
    boolean interrupted = false;
    while (held.contains(one)) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.interrupted();
    }
  }

  synchronized void tell(String what) {
    told.append("\n  ").append(what);
    if (!held.isEmpty()) {
      told.append(" while held: ").append(held);
    }
  }

  /** Waits until the run is held as it turns back, or nothing moves; answers whether it is. */
  synchronized boolean awaitTurn() throws InterruptedException {
    return awaitOr(this::isTurnHeld);
  }

  synchronized void awaitQuiet() throws InterruptedException {
    awaitOr(() -> false);
  }

  private boolean awaitOr(BooleanSupplier what) throws InterruptedException {
    while (begun < run) {
      wait();
    }
    int before;
    do {
      before = changes;
      boolean allHeld = active > 0 && active == held.size();
      TimeUnit.NANOSECONDS.timedWait(this, (allHeld ? QUIET : STUCK).toNanos());
    } while (!what.getAsBoolean() && !isOver() && before != changes);
    return what.getAsBoolean();
  }

  /** Whether the run has ended; lost ones may have something under way all the same. */
  synchronized boolean isOver() {
    return over == run;
  }

  private boolean isTurnHeld() {
    return held.stream().anyMatch(one -> one.run == run && one.what.equals(TURN));
  }

  synchronized void letOneGo() {
    if (!held.isEmpty()) {
      Held one = held.remove(random.nextInt(held.size()));
      told.append("\n  ").append(one).append(" goes on");
      changed();
    }
  }

  /** Nothing is held any more. */
  synchronized void letAllGo() {
    open = true;
    held.clear();
    changed();
  }

  /** What lost runs had under way may come when the saga has ended. */
  synchronized void awaitAll() throws InterruptedException {
    while (active > 0) {
      wait();
    }
  }

  @Override
  public synchronized String toString() {
    return told.toString();
  }
}
