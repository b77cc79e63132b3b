package dev.skald.eventstore;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Rests of a reader of the log while more comes, so that its pages hold more, and cost less. */
final class Gathering {

  /** Without anything new for so long, there is nothing to gather. */
  private static final Duration QUIET = Duration.ofMillis(5);

  private final Duration longest;
  private final BooleanSupplier closed;
  private volatile boolean expectsMore;

  /** Nothing more is expected since the last page was begun. */
  private volatile boolean hurried;

  Gathering(Duration longest, BooleanSupplier closed) {
    this.longest = longest;
    this.closed = closed;
  }

  /** Once no more is expected, the rest is over; whoever rests has to be woken. */
  void expectMore(boolean expected) {
    expectsMore = expected;
    if (!expected) {
      hurried = true;
    }
  }

  boolean expectsMore() {
    return expectsMore;
  }

  /** Before the log is looked at: whatever was to be hurried for is in there by now. */
  void beginPage() {
    hurried = false;
  }

  void beforePage(Connection session) throws SQLException {
    rest(session, longest.toNanos());
  }

  /**
   * As long as the page has taken, for each event in it: where much happens that is long, and where
   * little does it is a few milliseconds.
   */
  void afterPage(Connection session, int events, long nanos) throws SQLException {
    long most = longest.toNanos();
    rest(session, expectsMore ? most : Math.min(nanos * events, most));
  }

  private void rest(Connection session, long nanos) throws SQLException {
    long quiet = Math.max(nanos / 4, QUIET.toNanos());
    long end = System.nanoTime() + nanos;
    long seen = LogReads.lastPosition(session);
    for (long left = nanos; left > 0 && isGathering(); left = end - System.nanoTime()) {
      park(Math.min(left, quiet));
      long last = LogReads.lastPosition(session);
      if (last == seen) {
        return;
      }
      seen = last;
    }
  }

  /** For the whole time: being woken means that something has come, which is what it rests for. */
  private void park(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0 && isGathering(); left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private boolean isGathering() {
    return !closed.getAsBoolean() && !hurried;
  }
}
