package dev.skald.eventstore;

import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/**
 * Hands the log to a handler, event by event in order: first what is there, then what comes. Of all
 * subscriptions with one name one is active. The handler sees an event again when it, or the
 * program, failed before the checkpoint was written.
 */
public final class Subscription implements AutoCloseable {

  /** Handles one event; whatever it throws is reason to hand it over again, later. */
  @FunctionalInterface
  public interface Handler {
    void handle(RecordedEvent event) throws Exception;
  }

  /**
   * What is subscribed to.
   *
   * @param name whose checkpoint and lock are used
   * @param start the position after which a new name begins
   */
  public record Request(String name, LogFilter filter, long start, int pageSize) {
    public Request {
      if (name.isBlank() || pageSize < 1 || start < 0) {
        throw new IllegalArgumentException(
            "subscription '%s' needs a name, a page size above 0 and a start from 0"
                .formatted(name));
      }
    }

    public static Request of(String name) {
      return new Request(name, LogFilter.ALL, 0, 500);
    }

    public Request of(LogFilter wanted) {
      return new Request(name, wanted, start, pageSize);
    }

    public Request from(long position) {
      return new Request(name, filter, position, pageSize);
    }
  }

  /** Whoever appends through another store wakes nobody here. */
  static final Duration POLL = Duration.ofMillis(4);

  private static final Duration LONGEST_REST = Duration.ofMillis(25);

  private final LogFollower follower;
  private final Runnable onClose;
  private volatile boolean closing;

  Subscription(
      DataSource dataSource,
      Request request,
      Handler handler,
      Wakeups wakeups,
      MeterRegistry meters,
      Duration poll) {
    this.follower =
        new LogFollower(
            dataSource,
            new LogFollower.Settings(
                "subscription/" + request.name(),
                request.filter(),
                request.start(),
                request.pageSize(),
                poll,
                // A handler may take its time.
                Duration.ZERO,
                LONGEST_REST),
            () -> new HandlerSink(handler, () -> closing),
            meters);
    this.onClose = wakeups.add(follower::wake);
    follower.start();
  }

  public FollowerStatus status() {
    return follower.status();
  }

  /** Returns when the event that is being handled is done with. */
  @Override
  public void close() {
    closing = true;
    onClose.run();
    follower.close();
  }

  private record HandlerSink(Handler handler, BooleanSupplier closing) implements LogFollower.Sink {

    @Override
    public void accept(Connection session, List<RecordedEvent> events, long reached)
        throws PageCutShort {
      long handled = 0;
      for (RecordedEvent event : events) {
        if (closing.getAsBoolean()) {
          throw new PageCutShort(handled, null);
        }
        try {
          handler.handle(event);
        } catch (Throwable e) {
          throw new PageCutShort(handled, e);
        }
        handled = event.position();
      }
    }

    @Override
    public void close() {}
  }
}
