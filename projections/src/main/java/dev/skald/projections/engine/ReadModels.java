package dev.skald.projections.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * Lets a reader wait until what it has written, or has heard of, can be read. It looks at the
 * database only, so that it works wherever the folding is done.
 */
public final class ReadModels implements AutoCloseable {

  private static final Duration LOOK_EVERY = Duration.ofMillis(4);

  /** Where folding is done in this program, which tells when it has got further. */
  private static final Duration LOOK_EVERY_WHERE_TOLD = Duration.ofMillis(10);

  private record Waiter(String projection, long position, CompletableFuture<Boolean> reached) {}

  private final Database database;
  private final List<Waiter> waiters = new ArrayList<>();
  private final Thread watcher;
  private volatile Duration lookEvery = LOOK_EVERY;
  private volatile boolean closing;

  public ReadModels(DataSource readModels) {
    this.database = Database.of(readModels);
    this.watcher = Thread.ofPlatform().name("read-models").daemon().unstarted(this::watch);
    watcher.start();
  }

  /** The position up to which a projection has folded everything; 0 for one never started. */
  public long position(String projection) {
    return positions().getOrDefault(projection, 0L);
  }

  /** Whether a projection got to a position in time. */
  public boolean await(String projection, long position, Duration timeout) {
    if (position <= 0) {
      return true;
    }
    Waiter waiter = new Waiter(projection, position, new CompletableFuture<>());
    boolean first;
    synchronized (waiters) {
      first = waiters.isEmpty();
      waiters.add(waiter);
    }
    if (first) {
      LockSupport.unpark(watcher);
    }
    try {
      return waiter.reached().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      // Whoever has no time to wait is answered as well.
      return position(projection) >= position;
    } catch (ExecutionException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      synchronized (waiters) {
        waiters.remove(waiter);
      }
    }
  }

  /** A projection has got further: who waits for it need not wait for the next look. */
  public void moved(String projection) {
    lookEvery = LOOK_EVERY_WHERE_TOLD;
    synchronized (waiters) {
      if (waiters.stream().noneMatch(waiter -> waiter.projection().equals(projection))) {
        return;
      }
    }
    LockSupport.unpark(watcher);
  }

  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(watcher);
  }

  /** One look serves all who wait; when nobody does, there is none. */
  private void watch() {
    while (!closing) {
      List<Waiter> waiting;
      synchronized (waiters) {
        waiting = List.copyOf(waiters);
      }
      if (waiting.isEmpty()) {
        LockSupport.park(this);
      } else {
        look(waiting);
        LockSupport.parkNanos(this, lookEvery.toNanos());
      }
    }
  }

  private void look(List<Waiter> waiting) {
    try {
      Map<String, Long> positions = positions();
      for (Waiter waiter : waiting) {
        if (positions.getOrDefault(waiter.projection(), 0L) >= waiter.position()) {
          waiter.reached().complete(true);
        }
      }
    } catch (RuntimeException _) {
      // Whoever waits runs into his timeout; the next look may work.
    }
  }

  private Map<String, Long> positions() {
    Map<String, Long> positions = new HashMap<>();
    database
        .client()
        .sql(
            """
            select p.name, g.position
              from readmodels.projection p
              join readmodels.generation g on g.projection = p.name and g.generation = p.generation
            """)
        .query(
            row -> {
              positions.put(row.getString("name"), row.getLong("position"));
            });
    return positions;
  }
}
