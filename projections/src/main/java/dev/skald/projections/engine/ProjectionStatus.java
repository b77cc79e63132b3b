package dev.skald.projections.engine;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a projection stands, wherever it is folded.
 *
 * @param position everything up to it is folded
 * @param head the end of the log
 * @param parkedStreams how many streams wait for an operator
 * @param canRollBack whether the tables from before the last swap are still there
 * @param lastSwap of each table, how the rebuilt rows compared with those they replaced
 */
public record ProjectionStatus(
    String name,
    int version,
    Status status,
    long position,
    long head,
    Lag lag,
    @Nullable Rebuild rebuild,
    long parkedStreams,
    boolean canRollBack,
    List<Comparison> lastSwap) {

  public enum Status {
    RUNNING,
    REBUILDING,
    PAUSED,
    NEVER_STARTED
  }

  /**
   * What is not folded yet.
   *
   * @param events exact up to a thousand; beyond, at most so many
   * @param millis how long the oldest of them has been waiting
   */
  public record Lag(long events, long millis) {}

  /**
   * A rebuild that is under way.
   *
   * @param failure what keeps it from going on at the moment
   */
  public record Rebuild(
      long position,
      long target,
      double eventsPerSecond,
      long events,
      @Nullable Long secondsLeft,
      @Nullable String failure) {}

  public record Comparison(
      String table, long oldRows, long newRows, boolean same, Instant swappedAt) {}

  public ProjectionStatus {
    lastSwap = List.copyOf(lastSwap);
  }
}
