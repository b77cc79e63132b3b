package dev.skald.eventstore;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Appends of concurrent callers, committed in groups: whatever has queued up while the last group
 * was written makes the next one, so nobody waits for company. Who finds nobody else at work
 * commits alone, on its own thread, which saves two hand-overs between threads.
 */
final class GroupCommit implements AutoCloseable {

  private static final int MAX_PAUSE_MILLIS = 500;
  private static final int IDLE_MILLIS = 100;
  private static final int WAITING_MILLIS = 10;
  private static final int LOCK_MILLIS = 250;
  private static final int SHORT_LOCK_MILLIS = 25;

  private final DataSource dataSource;
  private final EventStoreOptions options;
  private final StoreMetrics metrics;
  private final Wakeups wakeups;
  private final BlockingQueue<PendingAppend> queue;
  private final List<Thread> writers = new ArrayList<>();
  private final BusyKeys busy = new BusyKeys();
  private final Semaphore alone = new Semaphore(1);
  private final AtomicInteger atWork = new AtomicInteger();
  private volatile boolean closed;

  GroupCommit(
      DataSource dataSource, EventStoreOptions options, StoreMetrics metrics, Wakeups wakeups) {
    this.dataSource = dataSource;
    this.options = options;
    this.metrics = metrics;
    this.wakeups = wakeups;
    this.queue = new ArrayBlockingQueue<>(options.queueCapacity());
    metrics.queue(queue);
    for (int i = 1; i <= options.writers(); i++) {
      writers.add(Thread.ofPlatform().daemon().name("event-store-writer-" + i).start(this::write));
    }
  }

  /** Returns when there is an answer, or when a writer will see to it. */
  void append(PendingAppend pending) {
    if (!aloneAndDone(pending)) {
      submit(pending, true);
    }
  }

  /** Whatever goes wrong is not for the caller to mend: it queues like everybody else. */
  private boolean aloneAndDone(PendingAppend pending) {
    boolean idle = queue.isEmpty() && atWork.get() == 0 && !busy.isMarked(pending.append);
    if (!idle || !alone.tryAcquire()) {
      return false;
    }
    try {
      return !closed && tryOnce(List.of(pending), LOCK_MILLIS) == null;
    } catch (RuntimeException e) {
      pending.fail(new OutcomeUnknown(pending.append.commandId(), e));
      return true;
    } finally {
      alone.release();
    }
  }

  /** Waits for room in the queue, as long as the append itself may wait. */
  void submit(PendingAppend pending, boolean mayWait) {
    boolean taken = false;
    pending.startClock();
    try {
      taken =
          !closed
              && (mayWait
                  ? queue.offer(pending, options.appendTimeout().toNanos(), TimeUnit.NANOSECONDS)
                  : queue.offer(pending));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!taken || (closed && queue.remove(pending))) {
      refuse(pending, closed ? "the store is closed" : "the queue of appends is full", null);
    }
  }

  private void write() {
    List<PendingAppend> putOff = new ArrayList<>();
    while (!closed || !queue.isEmpty() || !putOff.isEmpty()) {
      List<PendingAppend> group = List.of();
      try {
        giveUpOnLate(putOff, null);
        group = nextGroup(putOff);
        boolean again = group.size() == 1 && busy.isMarked(group.getFirst().append);
        atWork.incrementAndGet();
        try {
          commit(group, putOff, again ? SHORT_LOCK_MILLIS : LOCK_MILLIS);
        } finally {
          atWork.decrementAndGet();
        }
      } catch (Throwable e) {
        // A writer that dies would leave its callers waiting for ever.
        group.forEach(pending -> pending.fail(new OutcomeUnknown(pending.append.commandId(), e)));
      }
    }
  }

  private List<PendingAppend> nextGroup(List<PendingAppend> putOff) throws InterruptedException {
    Group group = new Group(options.maxGroup());
    for (Iterator<PendingAppend> each = putOff.iterator(); each.hasNext() && !group.isFull(); ) {
      PendingAppend pending = each.next();
      if (busy.isMarked(pending.append)) {
        if (group.members().isEmpty() && busy.mayTry(pending.append)) {
          each.remove();
          return List.of(pending);
        }
      } else if (group.add(pending)) {
        each.remove();
      }
    }
    PendingAppend next = group.members().isEmpty() ? await(putOff.isEmpty()) : queue.poll();
    while (next != null) {
      if (busy.isMarked(next.append) || !group.add(next)) {
        putOff.add(next);
      }
      // Beyond that, it is the queue that says how many may wait.
      boolean more = !group.isFull() && putOff.size() < options.maxGroup();
      next = more ? queue.poll() : null;
    }
    return group.members();
  }

  private @Nullable PendingAppend await(boolean idle) throws InterruptedException {
    return queue.poll(idle ? IDLE_MILLIS : WAITING_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Tries until everybody has an answer, or has waited long enough. */
  private void commit(List<PendingAppend> group, List<PendingAppend> putOff, int lockMillis)
      throws InterruptedException {
    List<PendingAppend> waiting = new ArrayList<>(group);
    SQLException last = null;
    for (int attempt = 0; ; attempt++) {
      giveUpOnLate(waiting, last);
      if (waiting.isEmpty()) {
        return;
      }
      last = tryOnce(waiting, lockMillis);
      if (last == null) {
        return;
      }
      switch (SqlFailure.of(last)) {
        case RACE -> pause(Math.min(attempt, 5));
        case LOST -> pause(Math.min(1 << Math.min(attempt, 9), MAX_PAUSE_MILLIS));
        case BUSY -> {
          setAside(waiting, putOff);
          return;
        }
        case BAD_DATA -> {
          bisect(waiting, putOff, last);
          return;
        }
        case BROKEN -> {
          fail(waiting, last);
          return;
        }
      }
    }
  }

  private @Nullable SQLException tryOnce(List<PendingAppend> group, int lockMillis) {
    long started = System.nanoTime();
    List<PendingAppend> sent = List.of();
    boolean answered = false;
    try (Connection connection = dataSource.getConnection()) {
      Connections.standalone(connection, options.appendTimeout());
      // A connection may be long in coming, and some be told meanwhile that nothing was appended.
      sent = group.stream().filter(PendingAppend::send).toList();
      if (sent.isEmpty()) {
        return null;
      }
      List<AppendOutcome> outcomes =
          new AppendCall(sent.stream().map(pending -> pending.append).toList(), lockMillis)
              .execute(connection);
      metrics.committed(sent, outcomes, Duration.ofNanos(System.nanoTime() - started));
      for (int i = 0; i < sent.size(); i++) {
        busy.clear(sent.get(i).append);
        sent.get(i).complete(outcomes.get(i));
      }
      answered = true;
      wakeups.wake();
      return null;
    } catch (SQLException e) {
      if (answered) {
        // The connection failed when it was given back.
        return null;
      }
      sent.forEach(
          SqlFailure.of(e) == SqlFailure.LOST ? PendingAppend::lost : PendingAppend::undone);
      return e;
    }
  }

  private void giveUpOnLate(List<PendingAppend> group, @Nullable SQLException last) {
    group.removeIf(
        pending -> {
          boolean late = pending.isLate();
          if (late) {
            refuse(pending, "not appended within " + options.appendTimeout(), last);
          }
          return late;
        });
  }

  /** Half by half, until what cannot be stored stands alone and fails its owner only. */
  private void bisect(List<PendingAppend> group, List<PendingAppend> putOff, SQLException e)
      throws InterruptedException {
    if (group.size() == 1) {
      PendingAppend pending = group.getFirst();
      pending.fail(
          new InvalidAppend(
              "command '%s' cannot be stored: %s"
                  .formatted(pending.append.commandId(), e.getMessage()),
              e));
      return;
    }
    commitHalves(group, putOff);
  }

  /** Who wants what a transaction elsewhere holds waits for it apart; the others go on. */
  private void setAside(List<PendingAppend> group, List<PendingAppend> putOff)
      throws InterruptedException {
    if (group.size() == 1) {
      busy.mark(group.getFirst().append);
      putOff.addAll(group);
    } else {
      commitHalves(group, putOff);
    }
  }

  /** Once it is known who is busy, those who want the same need not find out one by one. */
  private void commitHalves(List<PendingAppend> group, List<PendingAppend> putOff)
      throws InterruptedException {
    int half = group.size() / 2;
    for (List<PendingAppend> part :
        List.of(group.subList(0, half), group.subList(half, group.size()))) {
      List<PendingAppend> free = new ArrayList<>(part);
      free.removeIf(pending -> busy.isMarked(pending.append) && putOff.add(pending));
      commit(free, putOff, SHORT_LOCK_MILLIS);
    }
  }

  private static void fail(List<PendingAppend> group, SQLException e) {
    group.forEach(pending -> refuse(pending, "the database refused: " + e.getMessage(), e));
  }

  private static void refuse(PendingAppend pending, String why, @Nullable SQLException cause) {
    pending.fail(pending.refusal(why, cause));
  }

  private static void pause(int maxMillis) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(maxMillis + 1));
  }

  /** Takes nothing more, and waits until what was taken has its answer. */
  @Override
  public void close() {
    closed = true;
    try {
      if (alone.tryAcquire(options.appendTimeout().toNanos(), TimeUnit.NANOSECONDS)) {
        alone.release();
      }
      for (Thread writer : writers) {
        writer.join(options.appendTimeout().plusSeconds(1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
