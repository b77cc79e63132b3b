package dev.skald.projections.engine;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the positions of all projections up to date. A batch tells its own; this tells those of
 * projections that nothing was sent of, at once, and has a {@link Lookout} find out the others.
 */
final class PositionTracker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PositionTracker.class);
  private static final Duration BUSY = Duration.ofMillis(20);
  private static final Duration IDLE = Duration.ofMillis(100);
  private static final Duration LONGEST_REST = Duration.ofMillis(40);

  private final List<Projection> projections;
  private final RelayedHere relayed;
  private final Positions positions;
  private final Lookout lookout;
  private final Semaphore nudges = new Semaphore(0);
  private final Backoff backoff = new Backoff();
  private final Consumer<String> onMoved;
  private final Thread thread;
  private volatile @Nullable String failure;
  private volatile boolean folded;
  private volatile boolean closing;

  PositionTracker(
      List<Projection> projections,
      Database database,
      Projections.Log log,
      Topics topics,
      Consumer<String> settleAnew,
      Consumer<String> onMoved) {
    this.projections = projections;
    this.relayed = log.relayed();
    this.positions = new Positions(database);
    this.lookout = new Lookout(projections, database, log, topics, settleAnew, onMoved);
    this.onMoved = onMoved;
    this.thread = Thread.ofPlatform().name("projection-positions").daemon().unstarted(this::run);
  }

  void start() {
    relayed.onSending(nudges::release);
    thread.start();
  }

  /** Where it is not known how far that is, it pays to look now. */
  void folded(Projection projection, boolean claimed) {
    if (claimed) {
      onMoved.accept(projection.name());
    } else {
      folded = true;
    }
    if (!claimed || !relayed.dueOf(projection).idle().equals(Claim.NONE)) {
      nudges.release();
    }
  }

  /** Why positions are not known at the moment, if they are not. */
  @Nullable String failure() {
    return failure;
  }

  @Override
  public void close() {
    closing = true;
    nudges.release();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closing) {
      Duration pause;
      long began = System.nanoTime();
      try {
        claimIdle();
        pause = lookout.look() ? BUSY : IDLE;
        backoff.worked();
        failure = null;
      } catch (RuntimeException e) {
        if (failure == null) {
          LOG.atWarn().setCause(e).log("Cannot tell positions at the moment; trying again");
        }
        failure = Failures.describe(e);
        lookout.beginAnew();
        backoff.failed();
        pause = backoff.left();
      }
      gather((System.nanoTime() - began) * Math.max(1, lookout.news()));
      await(pause);
    }
  }

  /**
   * Rests as long as it has looked, for each event that was new: where much happens one look then
   * serves more of those who wait.
   */
  private void gather(long nanos) {
    long end = System.nanoTime() + Math.min(nanos, LONGEST_REST.toNanos());
    for (long left = end - System.nanoTime();
        left > 0 && !closing;
        left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Until something was folded, or the pause is over. What costs no look is told meanwhile. */
  private void await(Duration pause) {
    long end = System.nanoTime() + pause.toNanos();
    try {
      for (long left = pause.toNanos();
          !closing && left > 0 && nudges.tryAcquire(left, TimeUnit.NANOSECONDS);
          left = end - System.nanoTime()) {
        nudges.drainPermits();
        claimIdle();
        if (folded) {
          folded = false;
          lookout.moved();
          return;
        }
      }
    } catch (InterruptedException _) {
      closing = true;
    }
  }

  /** Projections that nothing was sent of have no batch to tell with how far they are. */
  private void claimIdle() {
    Map<Projection, Claim> claims = new HashMap<>();
    for (Projection projection : projections) {
      Claim claim = relayed.dueOf(projection).idle();
      if (!claim.equals(Claim.NONE)) {
        claims.put(projection, claim);
      }
    }
    if (claims.isEmpty()) {
      return;
    }
    try {
      Set<String> held = positions.claim(claims);
      for (Projection projection : projections) {
        Claim claim = claims.get(projection);
        if (claim != null && held.contains(projection.name())) {
          relayed.dueOf(projection).reached(claim.to());
          onMoved.accept(projection.name());
        }
      }
    } catch (RuntimeException e) {
      LOG.debug("Cannot tell the positions of those who have nothing to fold; a look will", e);
    }
  }
}
