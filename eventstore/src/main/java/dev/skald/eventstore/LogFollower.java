package dev.skald.eventstore;

import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the log to a sink, page by page in order, from a checkpoint that it moves by
 * compare-and-set. Of all followers with one name one is active; the others stand by. It begins
 * without its surroundings, and after any failure goes on from the checkpoint with a new sink.
 */
final class LogFollower implements AutoCloseable {

  /** Where events go. After a failure it is closed and not used again. */
  interface Sink extends AutoCloseable {

    /** Where to begin, which only a sink that remembers it itself knows better. */
    default long begin(Connection session, long checkpoint) throws Exception {
      return checkpoint;
    }

    /** What there is to do besides events, each time round. */
    default void attend(Connection session, long position) throws Exception {}

    /** Returns when all of it is where it belongs; {@link PageCutShort} tells of a part of it. */
    void accept(Connection session, List<RecordedEvent> events, long reached) throws Exception;

    @Override
    void close();
  }

  /**
   * How it follows.
   *
   * @param silence how long the active one may be busy with a page, or stand still, before another
   *     takes its place; zero: for ever
   * @param longestRest behind a page, while more may come for the next one
   */
  record Settings(
      String name,
      LogFilter filter,
      long start,
      int pageSize,
      Duration pollInterval,
      Duration silence,
      Duration longestRest) {}

  private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration STANDBY = Duration.ofMillis(500);
  private static final Duration MIN_BACKOFF = Duration.ofMillis(100);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(5);

  private final DataSource dataSource;
  private final Settings settings;
  private final Supplier<? extends Sink> sinks;
  private final FollowerGauges gauges;
  private final Gathering gathering;
  private volatile FollowerStatus status = FollowerStatus.stopped();
  private volatile boolean closed;
  private volatile @Nullable Thread thread;

  LogFollower(
      DataSource dataSource,
      Settings settings,
      Supplier<? extends Sink> sinks,
      MeterRegistry meters) {
    this.dataSource = dataSource;
    this.settings = settings;
    this.sinks = sinks;
    this.gathering = new Gathering(settings.longestRest(), () -> closed);
    this.gauges = new FollowerGauges(meters, settings.name(), this::status);
  }

  synchronized void start() {
    if (thread == null) {
      closed = false;
      gauges.register();
      thread = Thread.ofPlatform().daemon().name("event-store/" + settings.name()).start(this::run);
    }
  }

  FollowerStatus status() {
    return status;
  }

  /** There may be something new: no need to sit out the poll interval. */
  void wake() {
    LockSupport.unpark(thread);
  }

  /** Whether more is about to come; once it is not, gathering ends. */
  void expectMore(boolean expected) {
    gathering.expectMore(expected);
    wake();
  }

  @Override
  public synchronized void close() {
    Thread running = thread;
    if (running == null) {
      return;
    }
    closed = true;
    gauges.remove();
    LockSupport.unpark(running);
    try {
      if (!running.join(PATIENCE)) {
        running.interrupt();
      }
    } catch (InterruptedException e) {
      running.interrupt();
      Thread.currentThread().interrupt();
    }
    thread = null;
  }

  private void run() {
    Duration backoff = MIN_BACKOFF;
    try {
      while (!closed) {
        try {
          if (!activeOnce()) {
            enter(FollowerStatus.State.STANDBY, null);
            rest(STANDBY);
          }
        } catch (InterruptedException e) {
          closed = true;
        } catch (Throwable e) {
          // Whatever fails, in a database, a broker or a handler, is tried again from the
          // checkpoint. An error as well: a thread that is gone would tell nobody.
          backoff = status.state() == FollowerStatus.State.ACTIVE ? MIN_BACKOFF : longer(backoff);
          enter(FollowerStatus.State.RETRYING, reason(e));
          rest(backoff);
        }
      }
    } finally {
      enter(FollowerStatus.State.STOPPED, null);
    }
  }

  /** Whether it was the active one, until it was closed. */
  private boolean activeOnce() throws Exception {
    try (Connection session = dataSource.getConnection()) {
      Connections.standalone(session, PATIENCE);
      if (!ActiveLock.tryTake(session, settings.name())) {
        return false;
      }
      try (ActiveLock lock = ActiveLock.held(session, settings.name());
          Sink sink = sinks.get()) {
        lock.endAfter(settings.silence());
        follow(session, sink);
      }
      return true;
    }
  }

  /** The session that reads is the one that holds the lock: when it is lost, so is the reading. */
  private void follow(Connection session, Sink sink) throws Exception {
    long checkpoint = Checkpoints.readOrStart(session, settings.name(), settings.start());
    status = status.at(checkpoint, Math.max(0, LogReads.lastPosition(session) - checkpoint), 0);
    long position = sink.begin(session, checkpoint);
    advance(session, checkpoint, position);
    boolean rested = false;
    while (!closed) {
      gathering.beginPage();
      sink.attend(session, position);
      // A look at the sequence is cheap; what is settled costs a look at all locks.
      long last = LogReads.lastPosition(session);
      if (rested && last > position && gathering.expectsMore()) {
        gathering.beforePage(session);
        last = LogReads.lastPosition(session);
      }
      long began = System.nanoTime();
      long head = last > position ? LogReads.head(session) : position;
      status = status.at(position, Math.max(0, last - position), Math.max(0, last - head));
      EventPage page =
          head > position
              ? LogReads.log(session, position, head, settings.filter(), settings.pageSize())
              : new EventPage(List.of(), false);
      long reached = page.full() ? page.last().position() : Math.max(head, position);
      if (!page.events().isEmpty()) {
        reached = accept(session, sink, page.events(), position, reached);
      }
      advance(session, position, reached);
      position = reached;
      enter(FollowerStatus.State.ACTIVE, null);
      status = status.at(position, Math.max(0, last - position), Math.max(0, last - head));
      rested = page.events().isEmpty();
      if (rested) {
        rest(settings.pollInterval());
      } else if (!page.full()) {
        gathering.afterPage(session, page.events().size(), System.nanoTime() - began);
      }
    }
  }

  /** Up to where it came. What was done with before a failure is done with. */
  private long accept(
      Connection session, Sink sink, List<RecordedEvent> events, long position, long reached)
      throws Exception {
    try {
      sink.accept(session, events, reached);
      return reached;
    } catch (PageCutShort cut) {
      long handled = Math.max(position, cut.position());
      if (cut.getCause() == null) {
        return handled;
      }
      advance(session, position, handled);
      throw cut;
    }
  }

  private void advance(Connection session, long from, long to) throws SQLException {
    if (to > from && !Checkpoints.advance(session, settings.name(), from, to)) {
      throw new StoreUnavailable("somebody else has moved checkpoint " + settings.name(), null);
    }
  }

  private void enter(FollowerStatus.State state, @Nullable String problem) {
    FollowerStatus before = status;
    if (before.state() == state && Objects.equals(before.problem(), problem)) {
      return;
    }
    status = before.entering(state, problem);
    LOG.atInfo()
        .addKeyValue("follower", settings.name())
        .addKeyValue("state", state)
        .addKeyValue("problem", problem)
        .log("follower changed");
  }

  private static Duration longer(Duration backoff) {
    Duration twice = backoff.multipliedBy(2);
    return twice.compareTo(MAX_BACKOFF) < 0 ? twice : MAX_BACKOFF;
  }

  private static String reason(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return "%s (%s)".formatted(e.getMessage(), root.getMessage());
  }

  private void rest(Duration duration) {
    if (!closed) {
      LockSupport.parkNanos(duration.toNanos());
    }
  }
}
