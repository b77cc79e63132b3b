package dev.skald.api.live;

import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.LogFilter;
import dev.skald.eventstore.LogPage;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells readers of single streams, or of a whole category, when there is something new for them.
 * One look at the end of the log serves them all; when nobody reads, there is none.
 */
final class LogTail implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LogTail.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);
  private static final int PAGE = 500;

  private final EventStore store;
  private final LogFilter filter;
  private final Map<StreamId, List<Runnable>> readers = new ConcurrentHashMap<>();
  private final List<Runnable> readersOfAll = new CopyOnWriteArrayList<>();
  private final Thread watcher;
  private volatile boolean closing;

  LogTail(EventStore store, String category) {
    this.store = store;
    this.filter = LogFilter.ofCategories(Set.of(category));
    this.watcher = Thread.ofPlatform().name("log-tail/" + category).daemon().unstarted(this::watch);
    watcher.start();
  }

  /** A reader that wants to be told; closed, it is told no more. */
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Whatever comes after this returns is told of; what came before is for the reader to read.
   *
   * @param stream null for all of the category
   */
  Watch watch(@Nullable StreamId stream, Runnable wake) {
    return stream == null ? watchAll(wake) : watchOne(stream, wake);
  }

  private Watch watchAll(Runnable wake) {
    readersOfAll.add(wake);
    LockSupport.unpark(watcher);
    return () -> readersOfAll.remove(wake);
  }

  private Watch watchOne(StreamId stream, Runnable wake) {
    readers.compute(
        stream,
        (_, all) -> {
          // Within the map's own lock: the last reader before may be leaving at this moment.
          List<Runnable> some = all == null ? new CopyOnWriteArrayList<>() : all;
          some.add(wake);
          return some;
        });
    LockSupport.unpark(watcher);
    return () ->
        readers.computeIfPresent(
            stream,
            (_, all) -> {
              all.remove(wake);
              return all.isEmpty() ? null : all;
            });
  }

  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(watcher);
    wakeAll();
  }

  private boolean isRead() {
    return !readers.isEmpty() || !readersOfAll.isEmpty();
  }

  private void watch() {
    while (!closing) {
      if (!isRead()) {
        LockSupport.park(this);
      } else {
        try {
          follow();
        } catch (RuntimeException e) {
          LOG.atWarn().setCause(e).log("the end of the log cannot be read; trying again");
          LockSupport.parkNanos(this, AFTER_TROUBLE.toNanos());
        }
      }
    }
  }

  private void follow() {
    long position = store.head();
    // What came between a reader's first look and this one is not in the pages to come.
    wakeAll();
    while (!closing && isRead()) {
      LogPage page = store.readLog(position, filter, PAGE);
      for (RecordedEvent event : page.events()) {
        wake(readers.getOrDefault(event.streamId(), List.of()));
      }
      if (!page.events().isEmpty()) {
        wake(readersOfAll);
      }
      position = page.position();
      if (page.events().size() < PAGE) {
        LockSupport.parkNanos(this, LOOK_EVERY.toNanos());
      }
    }
  }

  private void wakeAll() {
    readers.values().forEach(LogTail::wake);
    wake(readersOfAll);
  }

  /** Also when it closes, so that nobody waits for what is never told. */
  private static void wake(List<Runnable> some) {
    some.forEach(Runnable::run);
  }
}
