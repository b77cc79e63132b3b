package dev.skald.bench;

import dev.skald.bench.Work.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Has something done by many at once, and keeps count of what it has acknowledged, warm-up
 * included.
 */
final class Load<W extends Work> {

  private static final int FEW = 16;

  private enum Phase {
    WARMING_UP,
    MEASURING,
    OVER
  }

  private final W work;
  private volatile Phase phase = Phase.OVER;
  private long acknowledged;

  Load(W work) {
    this.work = work;
  }

  W work() {
    return work;
  }

  long acknowledged() {
    return acknowledged;
  }

  /** So many calls in flight at all times, first unmeasured. */
  Measured run(int inFlight, Duration warmUp, Duration duration) throws Exception {
    return run(inFlight, warmUp, duration, () -> {});
  }

  /**
   * The same.
   *
   * @param look is run when measuring begins and when it ends
   */
  Measured run(int inFlight, Duration warmUp, Duration duration, Runnable look) throws Exception {
    List<Caller> callers = new ArrayList<>();
    try (ExecutorService threads = threads(inFlight)) {
      for (int i = 0; i < inFlight; i++) {
        callers.add(work.caller(i, inFlight));
      }
      phase = Phase.WARMING_UP;
      List<Future<Counted>> running = new ArrayList<>();
      for (Caller caller : callers) {
        running.add(threads.submit(calling(caller)));
      }
      pass(warmUp);
      look.run();
      phase = Phase.MEASURING;
      long started = System.nanoTime();
      pass(duration);
      phase = Phase.OVER;
      long nanos = System.nanoTime() - started;
      look.run();
      Samples latencies = new Samples();
      long events = 0;
      for (Future<Counted> each : running) {
        Counted counted = each.get();
        acknowledged += counted.all;
        events += counted.events;
        latencies.addAll(counted.latencies);
      }
      return new Measured(inFlight, events, nanos, latencies);
    } finally {
      phase = Phase.OVER;
      for (Caller caller : callers) {
        caller.close();
      }
    }
  }

  /** Few get a thread of the system each, for which a socket answers sooner. */
  private ExecutorService threads(int inFlight) {
    return work.waitsInside() && inFlight > FEW
        ? Executors.newVirtualThreadPerTaskExecutor()
        : Executors.newCachedThreadPool();
  }

  private Callable<Counted> calling(Caller caller) {
    return () -> {
      Counted counted = new Counted();
      while (true) {
        long before = System.nanoTime();
        int done = caller.call();
        long after = System.nanoTime();
        counted.all += done;
        Phase now = phase;
        if (now == Phase.OVER) {
          return counted;
        }
        if (now == Phase.MEASURING) {
          counted.events += done;
          counted.latencies.add(after - before);
        }
      }
    };
  }

  static void pass(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** What one caller did. */
  private static final class Counted {
    private final Samples latencies = new Samples();
    private long all;
    private long events;
  }
}
