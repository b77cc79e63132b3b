package dev.skald.projections.sagas;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A step of a saga as people see it, in one round.
 *
 * @param round how often the saga had begun it then
 * @param waiting for whom or what it waits, while it does
 * @param stalledAt when it was found to take far longer than expected, while it still does
 * @param standing whether it has, or may have, happened, so that turning back undoes it
 */
public record StepView(
    String name,
    Status status,
    int round,
    int attempts,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Failure error,
    @Nullable Progress progress,
    @Nullable Waiting waiting,
    @Nullable Instant stalledAt,
    boolean standing,
    Undo undo) {

  public enum Status {
    PENDING,
    RUNNING,
    WAITING,
    COMPLETED,
    FAILED,
    SKIPPED
  }

  public enum UndoStatus {
    NONE,
    PENDING,
    RUNNING,
    WAITING,
    COMPLETED,
    FAILED,
    SKIPPED
  }

  public record Failure(String code, String message) {}

  /**
   * How far a step has come.
   *
   * @param secondsLeft at the pace of the try that told of it; null before it has one
   */
  public record Progress(int done, int total, int percent, @Nullable Long secondsLeft) {

    static Progress of(int done, int total, @Nullable Long millisLeft) {
      int percent = total <= 0 ? 0 : (int) (100L * done / total);
      Long left = millisLeft == null ? null : Math.ceilDiv(millisLeft, 1000L);
      return new Progress(done, total, percent, left);
    }
  }

  /**
   * For an operator, or for an event from outside.
   *
   * @param number which time the saga asks for a decision; null where it does not
   * @param eventType which event it waits for, or had waited for before it asked
   */
  public record Waiting(
      @Nullable Integer number, @Nullable String eventType, @Nullable Instant until) {}

  /**
   * What has become of taking the step back.
   *
   * @param number which time the saga asks for a decision about it; null where it does not
   * @param since when it came to its status
   */
  public record Undo(
      UndoStatus status,
      int attempts,
      @Nullable Failure error,
      @Nullable Integer number,
      @Nullable Instant since) {
    static final Undo NONE = new Undo(UndoStatus.NONE, 0, null, null, null);

    /** One that found nothing to undo is none as well, but has come to that at some time. */
    boolean isSettled() {
      return switch (status) {
        case COMPLETED, SKIPPED -> true;
        case NONE -> since != null;
        case PENDING, RUNNING, WAITING, FAILED -> false;
      };
    }
  }

  public StepView {
    round = Math.max(1, round);
  }

  static StepView pending(String name, int round) {
    return new StepView(
        name, Status.PENDING, round, 0, null, null, null, null, null, null, false, Undo.NONE);
  }

  /** Which time the saga asks for a decision about it, or its undo; null where nobody said. */
  public @Nullable Integer asked() {
    if (undo.status() == UndoStatus.WAITING) {
      return undo.number();
    }
    return waiting == null ? null : waiting.number();
  }

  public boolean waitsForOperator() {
    return (waiting != null && waiting.number() != null) || undo.status() == UndoStatus.WAITING;
  }

  /** Since when it is done, or waits for an event; null where it is not, or people are asked. */
  public @Nullable Instant underWaySince() {
    return isUnderWay() && !waitsForOperator() ? startedAt : null;
  }

  /** Since when it is to be undone; null where it is not, or people are asked. */
  public @Nullable Instant undoingSince() {
    return switch (undo.status()) {
      case PENDING, RUNNING -> undo.since();
      case NONE, WAITING, COMPLETED, FAILED, SKIPPED -> null;
    };
  }

  /** One that is undone is not, though how a try of it ended was never told. */
  boolean isUnderWay() {
    return (status == Status.RUNNING || status == Status.WAITING) && !undo.isSettled();
  }
}
