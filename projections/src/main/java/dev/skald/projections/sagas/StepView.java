package dev.skald.projections.sagas;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A step of a saga as people see it.
 *
 * @param kind null where the events do not say it
 */
public record StepView(
    String name,
    @Nullable Kind kind,
    Status status,
    int attempts,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Failure error,
    @Nullable Map<String, Object> progress,
    Undo undo) {

  public enum Kind {
    REVERSIBLE,
    PIVOT,
    FORWARD,
    OPTIONAL
  }

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

  public record Undo(UndoStatus status, int attempts, @Nullable Failure error) {
    static final Undo NONE = new Undo(UndoStatus.NONE, 0, null);
  }

  static StepView pending(String name) {
    return new StepView(name, null, Status.PENDING, 0, null, null, null, null, Undo.NONE);
  }

  StepView completed(int attempt, Instant at) {
    return new StepView(
        name,
        kind,
        Status.COMPLETED,
        Math.max(attempts, attempt),
        startedAt,
        at,
        null,
        progress,
        undo);
  }

  /** What happened outweighs what was believed to have failed, whichever was recorded first. */
  StepView failed(int attempt, Failure failure, Instant at) {
    return status == Status.COMPLETED
        ? this
        : new StepView(
            name,
            kind,
            Status.FAILED,
            Math.max(attempts, attempt),
            startedAt,
            at,
            failure,
            progress,
            undo);
  }

  /** An undo that found nothing done has nothing to show. */
  StepView undone(int attempt, boolean changed) {
    return with(
        new Undo(
            changed ? UndoStatus.COMPLETED : UndoStatus.NONE,
            Math.max(undo.attempts(), attempt),
            null));
  }

  /** An undo that failed finally waits for an operator. */
  StepView undoFailed(Failure failure) {
    return undo.status() == UndoStatus.COMPLETED
        ? this
        : with(new Undo(UndoStatus.WAITING, undo.attempts(), failure));
  }

  /** What an operator decided: to give up on it, that it was settled by hand, or to try again. */
  StepView undoSettled(String decision) {
    UndoStatus next =
        switch (decision) {
          case "SKIP" -> UndoStatus.SKIPPED;
          case "RESOLVE" -> UndoStatus.COMPLETED;
          default -> UndoStatus.RUNNING;
        };
    return undo.status() == UndoStatus.COMPLETED
        ? this
        : with(new Undo(next, undo.attempts(), next == UndoStatus.SKIPPED ? undo.error() : null));
  }

  private StepView with(Undo next) {
    return new StepView(name, kind, status, attempts, startedAt, endedAt, error, progress, next);
  }
}
