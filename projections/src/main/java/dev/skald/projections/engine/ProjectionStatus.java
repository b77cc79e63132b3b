package dev.skald.projections.engine;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a projection stands, wherever it is folded.
 *
 * @param version of the tables in front, which people read
 * @param programVersion what this program would fold
 * @param generation of the tables in front; each rebuild has the next one
 * @param rolledBack whether the tables in front are older than those that they replaced
 * @param note why nothing is folded, and how to go on
 * @param position everything up to it is folded
 * @param head the end of the log
 * @param parkedStreams how many streams wait for an operator
 * @param canRollBack whether the tables from before the last swap are still there, with the columns
 *     of those in front
 * @param lastSwap of each table, how the rebuilt rows compared with those they replaced
 */
public record ProjectionStatus(
    String name,
    int version,
    int programVersion,
    long generation,
    boolean rolledBack,
    Status status,
    @Nullable String note,
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
    /**
     * An operator keeps tables of a lower version in front than this program's: it folds nothing.
     */
    HELD,
    /** Tables of a higher version are in front than this program's: it folds nothing. */
    STANDING_BY,
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
