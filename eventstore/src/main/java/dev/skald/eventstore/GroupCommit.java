package dev.skald.eventstore;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Appends of concurrent callers, committed in groups: whatever has queued up while the last group
 * was written makes the next one, so nobody waits for company.
 */
final class GroupCommit implements AutoCloseable {

  private static final int MAX_PAUSE_MILLIS = 500;
  private static final int IDLE_MILLIS = 100;

  private final DataSource dataSource;
  private final EventStoreOptions options;
  private final StoreMetrics metrics;
  private final Wakeups wakeups;
  private final BlockingQueue<PendingAppend> queue;
  private final List<Thread> writers = new ArrayList<>();
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

  /** Waits for room in the queue, as long as the append itself may wait. */
  void submit(PendingAppend pending, boolean mayWait) {
    boolean taken = false;
    try {
      taken =
          !closed
              && (mayWait
                  ? queue.offer(pending, options.appendTimeout().toNanos(), TimeUnit.NANOSECONDS)
                  : queue.offer(pending));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!taken) {
      String why = closed ? "the store is closed" : "the queue of appends is full";
      pending.fail(new StoreUnavailable(why, null));
    } else if (closed && queue.remove(pending)) {
      pending.fail(new StoreUnavailable("the store is closed", null));
    }
  }

  private void write() {
    List<PendingAppend> putOff = new ArrayList<>();
    while (!closed || !queue.isEmpty() || !putOff.isEmpty()) {
      List<PendingAppend> group = List.of();
      try {
        group = nextGroup(putOff);
        commit(group);
      } catch (InterruptedException | RuntimeException e) {
        // A writer that dies would leave its callers waiting for ever.
        group.forEach(pending -> pending.fail(new OutcomeUnknown(pending.append.commandId(), e)));
      }
    }
  }

  private List<PendingAppend> nextGroup(List<PendingAppend> putOff) throws InterruptedException {
    Group group = new Group(options.maxGroup());
    for (Iterator<PendingAppend> each = putOff.iterator(); each.hasNext() && !group.isFull(); ) {
      if (group.add(each.next())) {
        each.remove();
      }
    }
    PendingAppend next =
        group.members().isEmpty() ? queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS) : queue.poll();
    while (next != null) {
      if (!group.add(next)) {
        putOff.add(next);
      }
      next = group.isFull() ? null : queue.poll();
    }
    return group.members();
  }

  /** Tries until everybody has an answer, or has waited long enough. */
  private void commit(List<PendingAppend> group) throws InterruptedException {
    List<PendingAppend> waiting = new ArrayList<>(group);
    SQLException last = null;
    for (int attempt = 0; ; attempt++) {
      giveUpOnLate(waiting, last);
      if (waiting.isEmpty()) {
        return;
      }
      last = tryOnce(waiting);
      if (last == null) {
        return;
      }
      switch (SqlFailure.of(last)) {
        case RACE -> pause(Math.min(attempt, 5));
        case LOST -> pause(Math.min(1 << Math.min(attempt, 9), MAX_PAUSE_MILLIS));
        case BAD_DATA -> {
          bisect(waiting, last);
          return;
        }
        case BROKEN -> {
          fail(waiting, last);
          return;
        }
      }
    }
  }

  private @Nullable SQLException tryOnce(List<PendingAppend> group) {
    long started = System.nanoTime();
    boolean sent = false;
    try (Connection connection = dataSource.getConnection()) {
      Connections.standalone(connection, options.appendTimeout());
      sent = true;
      List<AppendOutcome> outcomes =
          new AppendCall(group.stream().map(pending -> pending.append).toList())
              .execute(connection);
      metrics.committed(group, outcomes, Duration.ofNanos(System.nanoTime() - started));
      for (int i = 0; i < group.size(); i++) {
        group.get(i).complete(outcomes.get(i));
      }
      wakeups.wake();
      return null;
    } catch (SQLException e) {
      if (sent && SqlFailure.of(e) == SqlFailure.LOST) {
        group.forEach(pending -> pending.perhapsDone = true);
      }
      // A connection that fails when it is given back has answered already.
      return group.getLast().future.isDone() ? null : e;
    }
  }

  private void giveUpOnLate(List<PendingAppend> group, @Nullable SQLException last) {
    long now = System.nanoTime();
    group.removeIf(
        pending -> {
          boolean late = now - pending.askedAtNanos > options.appendTimeout().toNanos();
          if (late) {
            pending.fail(
                pending.perhapsDone
                    ? new OutcomeUnknown(pending.append.commandId(), last)
                    : new StoreUnavailable("not appended within " + options.appendTimeout(), last));
          }
          return late;
        });
  }

  /** Half by half, until what cannot be stored stands alone and fails its owner only. */
  private void bisect(List<PendingAppend> group, SQLException e) throws InterruptedException {
    if (group.size() == 1) {
      PendingAppend pending = group.getFirst();
      pending.fail(
          new InvalidAppend(
              "command '%s' cannot be stored: %s"
                  .formatted(pending.append.commandId(), e.getMessage()),
              e));
      return;
    }
    int half = group.size() / 2;
    commit(group.subList(0, half));
    commit(group.subList(half, group.size()));
  }

  private static void fail(List<PendingAppend> group, SQLException e) {
    for (PendingAppend pending : group) {
      pending.fail(
          pending.perhapsDone
              ? new OutcomeUnknown(pending.append.commandId(), e)
              : new StoreUnavailable("the database refused: " + e.getMessage(), e));
    }
  }

  private static void pause(int maxMillis) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(maxMillis + 1));
  }

  /** Takes nothing more, and waits until what was taken has its answer. */
  @Override
  public void close() {
    closed = true;
    try {
      for (Thread writer : writers) {
        writer.join(options.appendTimeout().plusSeconds(1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
