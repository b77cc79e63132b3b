package dev.skald.projections.sagas;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A step of a saga as people see it, in the round that it is in.
 *
 * @param round how often the saga has begun it
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
   * @param secondsLeft if it goes on at the pace that it had; null before it has one
   */
  public record Progress(int done, int total, int percent, @Nullable Long secondsLeft) {

    static Progress of(int done, int total, @Nullable Duration taken) {
      int percent = total <= 0 ? 0 : (int) (100L * done / total);
      Long left =
          taken == null || done <= 0
              ? null
              : (long) Math.ceil(taken.toMillis() / 1000.0 * (total - done) / done);
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
  }

  public StepView {
    round = Math.max(1, round);
  }

  static StepView pending(String name, int round) {
    return new StepView(
        name, Status.PENDING, round, 0, null, null, null, null, null, null, false, Undo.NONE);
  }

  public boolean waitsForOperator() {
    return (waiting != null && waiting.number() != null) || undo.status() == UndoStatus.WAITING;
  }

  boolean isUnderWay() {
    return status == Status.RUNNING || status == Status.WAITING;
  }

  StepView started(int attempt, Instant at) {
    return isOpen() ? running(at, error).tried(attempt) : tried(attempt);
  }

  StepView progressed(int done, int total, Instant at) {
    if (!isOpen()) {
      return this;
    }
    Duration taken = startedAt == null ? null : Duration.between(startedAt, at);
    StepView running = running(at, error);
    return new StepView(
        name,
        running.status,
        round,
        attempts,
        running.startedAt,
        null,
        error,
        Progress.of(done, total, taken),
        null,
        null,
        true,
        undo);
  }

  StepView tryFailed(int attempt, Failure failure, Instant at) {
    return isOpen() ? running(at, failure).tried(attempt) : tried(attempt);
  }

  /** What happened outweighs what was believed to have failed, whichever was recorded first. */
  StepView completed(int attempt, @Nullable Instant began, Instant at) {
    Instant from = startedAt != null ? startedAt : began != null ? began : at;
    return ended(Status.COMPLETED, from, at, null, true).tried(attempt);
  }

  /** A recorded refusal proves that it has not happened, and never will. */
  StepView refused(int attempt, Failure failure, @Nullable Instant began, Instant at) {
    Instant from = startedAt != null ? startedAt : began;
    return ended(Status.FAILED, from, at, failure, false).tried(attempt);
  }

  StepView failed(Failure failure, Instant at) {
    return hasHappened() ? this : ended(Status.FAILED, startedAt, at, failure, standing);
  }

  StepView awaited(String eventType, @Nullable Instant until, Instant at) {
    return isOpen() ? waits(new Waiting(null, eventType, until), null, at) : this;
  }

  StepView asked(int number, Failure failure, Instant at) {
    if (hasHappened()) {
      return this;
    }
    return waits(
        waiting == null
            ? new Waiting(number, null, null)
            : new Waiting(number, waiting.eventType(), waiting.until()),
        failure,
        at);
  }

  /** What an operator decided: to give up on it, that it was settled by hand, or to try again. */
  StepView settled(String decision, Instant at) {
    if (hasHappened()) {
      return this;
    }
    return switch (decision) {
      case "SKIP" -> ended(Status.SKIPPED, startedAt, at, error, false);
      case "RESOLVE" -> ended(Status.COMPLETED, startedAt, at, null, true);
      default ->
          waiting == null || waiting.eventType() == null
              ? running(at, null)
              : waits(new Waiting(null, waiting.eventType(), null), null, at);
    };
  }

  StepView stalled(Instant at) {
    return new StepView(
        name, status, round, attempts, startedAt, endedAt, error, progress, waiting, at, standing,
        undo);
  }

  StepView undoDue(Instant at) {
    return standing && undo.status() == UndoStatus.NONE
        ? with(new Undo(UndoStatus.PENDING, 0, null, null, at), true)
        : this;
  }

  StepView undoTryFailed(int attempt, Failure failure, Instant at) {
    Instant since = undo.status() == UndoStatus.RUNNING ? undo.since() : at;
    return isUndoSettled()
        ? this
        : with(
            new Undo(UndoStatus.RUNNING, Math.max(undo.attempts(), attempt), failure, null, since),
            true);
  }

  /** An undo that found nothing done has nothing to show. */
  StepView undone(int attempt, boolean changed, Instant at) {
    return with(
        new Undo(
            changed ? UndoStatus.COMPLETED : UndoStatus.NONE,
            Math.max(undo.attempts(), attempt),
            null,
            null,
            at),
        false);
  }

  /** An undo that failed finally waits for an operator. */
  StepView undoFailed(@Nullable Integer number, Failure failure, Instant at) {
    return isUndoSettled()
        ? this
        : with(new Undo(UndoStatus.WAITING, undo.attempts(), failure, number, at), true);
  }

  /** As with {@link #settled}, of an undo. */
  StepView undoSettled(String decision, Instant at) {
    if (isUndoSettled()) {
      return this;
    }
    return switch (decision) {
      case "SKIP" ->
          with(new Undo(UndoStatus.SKIPPED, undo.attempts(), undo.error(), null, at), false);
      case "RESOLVE" ->
          with(new Undo(UndoStatus.COMPLETED, undo.attempts(), null, null, at), false);
      default -> with(new Undo(UndoStatus.RUNNING, undo.attempts(), null, null, at), true);
    };
  }

  /** When its saga has ended, nothing is due any more: it turned out to need no undo. */
  StepView atTheEnd() {
    Undo last = undo.status() == UndoStatus.PENDING ? Undo.NONE : undo;
    return new StepView(
        name, status, round, attempts, startedAt, endedAt, error, progress, null, null, false,
        last);
  }

  private boolean isOpen() {
    return status == Status.PENDING || status == Status.RUNNING;
  }

  private boolean hasHappened() {
    return status == Status.COMPLETED;
  }

  private boolean isUndoSettled() {
    return undo.status() == UndoStatus.COMPLETED || undo.status() == UndoStatus.SKIPPED;
  }

  private StepView running(Instant at, @Nullable Failure failure) {
    Instant from = startedAt == null ? at : startedAt;
    return new StepView(
        name,
        Status.RUNNING,
        round,
        attempts,
        from,
        null,
        failure,
        progress,
        null,
        null,
        true,
        undo);
  }

  private StepView waits(Waiting forWhat, @Nullable Failure failure, Instant at) {
    Instant from = startedAt == null ? at : startedAt;
    return new StepView(
        name,
        Status.WAITING,
        round,
        attempts,
        from,
        null,
        failure,
        progress,
        forWhat,
        null,
        standing,
        undo);
  }

  private StepView ended(
      Status with, @Nullable Instant from, Instant at, @Nullable Failure failure, boolean stands) {
    return new StepView(
        name, with, round, attempts, from, at, failure, progress, null, null, stands, undo);
  }

  private StepView tried(int attempt) {
    return new StepView(
        name,
        status,
        round,
        Math.max(attempts, attempt),
        startedAt,
        endedAt,
        error,
        progress,
        waiting,
        stalledAt,
        standing,
        undo);
  }

  private StepView with(Undo next, boolean stands) {
    return new StepView(
        name, status, round, attempts, startedAt, endedAt, error, progress, waiting, null, stands,
        next);
  }
}
