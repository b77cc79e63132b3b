package dev.skald.activities;

import dev.skald.eventstore.StreamId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Lets those who want to decide on the same streams do so one after the other, within this process.
 * Of many at once all but one would find that the stream has moved on, and begin again. It only
 * saves work: what is right is for the streams' versions to say, here and in other processes.
 */
public final class Turns {

  private static final int STRIPES = 512;
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final ReentrantLock[] stripes =
      IntStream.range(0, STRIPES)
          .mapToObj(_ -> new ReentrantLock(true))
          .toArray(ReentrantLock[]::new);

  /** Whoever has waited long enough goes ahead all the same. */
  public <T> T take(Collection<StreamId> streams, Supplier<T> work) {
    Deque<ReentrantLock> held = new ArrayDeque<>();
    try {
      long until = System.nanoTime() + PATIENCE.toNanos();
      // Always in the same order, so that nobody waits for one who waits for him.
      wanted(streams)
          .forEach(
              stripe -> {
                if (isFreeBy(until, stripe)) {
                  held.push(stripe);
                }
              });
      return work.get();
    } finally {
      held.forEach(ReentrantLock::unlock);
    }
  }

  private Stream<ReentrantLock> wanted(Collection<StreamId> streams) {
    return streams.stream()
        .mapToInt(stream -> Math.floorMod(stream.hashCode(), STRIPES))
        .distinct()
        .sorted()
        .mapToObj(stripe -> stripes[stripe]);
  }

  private static boolean isFreeBy(long until, ReentrantLock stripe) {
    try {
      return stripe.tryLock(until - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
