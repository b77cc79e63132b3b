package dev.skald.projections.sagas;

import dev.skald.projections.sagas.StepView.Failure;
import dev.skald.projections.sagas.StepView.Progress;
import dev.skald.projections.sagas.StepView.Status;
import dev.skald.projections.sagas.StepView.Undo;
import dev.skald.projections.sagas.StepView.UndoStatus;
import dev.skald.projections.sagas.StepView.Waiting;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Adds what happened to what is known of a step in one round. A try that comes late takes nothing
 * back, and what happened outweighs what was believed to have failed, whichever was recorded first.
 */
final class StepFold {

  private static final Failure GIVEN_UP =
      new Failure("given-up", "the saga ended without waiting for it");

  private final String name;
  private final int round;
  private Status status;
  private int attempts;
  private @Nullable Instant startedAt;
  private @Nullable Instant endedAt;
  private @Nullable Failure error;
  private @Nullable Progress progress;
  private @Nullable Waiting waiting;
  private @Nullable Instant stalledAt;
  private boolean standing;
  private Undo undo;

  StepFold(StepView step) {
    name = step.name();
    round = step.round();
    status = step.status();
    attempts = step.attempts();
    startedAt = step.startedAt();
    endedAt = step.endedAt();
    error = step.error();
    progress = step.progress();
    waiting = step.waiting();
    stalledAt = step.stalledAt();
    standing = step.standing();
    undo = step.undo();
  }

  StepView view() {
    return new StepView(
        name, status, round, attempts, startedAt, endedAt, error, progress, waiting, stalledAt,
        standing, undo);
  }

  void started(int attempt, Instant at) {
    tried(attempt);
    if (isOpen()) {
      runs(at);
    }
  }

  void progressed(Progress soFar, Instant at) {
    if (isOpen()) {
      runs(at);
      progress = soFar;
    }
  }

  void tryFailed(int attempt, Failure failure, Instant at) {
    tried(attempt);
    if (isOpen()) {
      runs(at);
      error = failure;
    }
  }

  void completed(int attempt, @Nullable Instant began, Instant at) {
    tried(attempt);
    startsAt(began == null ? at : began);
    ends(Status.COMPLETED, null, at);
    standing = true;
  }

  /** A recorded refusal proves that it has not happened, and never will. */
  void refused(int attempt, Failure failure, @Nullable Instant began, Instant at) {
    tried(attempt);
    if (began != null) {
      startsAt(began);
    }
    ends(Status.FAILED, failure, at);
    standing = false;
  }

  /** Whether it has happened is not known. */
  void failed(@Nullable Integer attempt, Failure failure, Instant at) {
    lastTry(attempt);
    if (!hasHappened()) {
      ends(Status.FAILED, failure, at);
    }
  }

  /**
   * Also once more: after an operator had it tried again, or in a run that goes on for a lost one.
   */
  void awaited(String eventType, @Nullable Instant until, Instant at) {
    if (isOpen() || (waiting != null && waiting.number() == null)) {
      waits(new Waiting(null, eventType, until), at);
    }
  }

  void asked(int number, @Nullable Integer attempt, Failure failure, Instant at) {
    lastTry(attempt);
    if (!hasHappened()) {
      waits(
          waiting == null
              ? new Waiting(number, null, null)
              : new Waiting(number, waiting.eventType(), waiting.until()),
          at);
      error = failure;
    }
  }

  /** What an operator decided: to give up on it, that it was settled by hand, or to try again. */
  void settled(String decision, Instant at) {
    if (hasHappened()) {
      return;
    }
    switch (decision) {
      case "SKIP" -> {
        ends(Status.SKIPPED, error, at);
        standing = false;
      }
      case "RESOLVE" -> {
        ends(Status.COMPLETED, null, at);
        standing = true;
      }
      default -> again(at);
    }
  }

  private void again(Instant at) {
    error = null;
    String eventType = waiting == null ? null : waiting.eventType();
    if (eventType == null) {
      runs(at);
    } else {
      waits(new Waiting(null, eventType, null), at);
    }
  }

  void stalled(Instant at) {
    StepView step = view();
    if (step.underWaySince() != null || step.undoingSince() != null) {
      stalledAt = at;
    }
  }

  /** Nobody is asked about it any more, and what may have happened is to be undone. */
  void turnedBack(Instant at) {
    if (waiting != null && waiting.number() != null) {
      ends(Status.FAILED, error, at);
    }
    if (standing && undo.status() == UndoStatus.NONE) {
      undo = new Undo(UndoStatus.PENDING, 0, null, null, at);
    }
  }

  void undoTryFailed(int attempt, Failure failure, Instant at) {
    if (!undo.isSettled()) {
      Instant since = undo.status() == UndoStatus.RUNNING ? undo.since() : at;
      int tries = Math.max(undo.attempts(), attempt);
      undoes(new Undo(UndoStatus.RUNNING, tries, failure, null, since));
    }
  }

  /** An undo that found nothing done has nothing to show. */
  void undone(int attempt, boolean changed, Instant at) {
    UndoStatus now = changed ? UndoStatus.COMPLETED : UndoStatus.NONE;
    undoes(new Undo(now, Math.max(undo.attempts(), attempt), null, null, at));
    standing = false;
  }

  /** An undo that failed finally waits for an operator. */
  void undoFailed(@Nullable Integer number, Failure failure, Instant at) {
    if (!undo.isSettled()) {
      undoes(new Undo(UndoStatus.WAITING, undo.attempts(), failure, number, at));
    }
  }

  /** As with {@link #settled}, of an undo. */
  void undoSettled(String decision, Instant at) {
    if (undo.isSettled()) {
      return;
    }
    switch (decision) {
      case "SKIP" -> {
        undoes(new Undo(UndoStatus.SKIPPED, undo.attempts(), undo.error(), null, at));
        standing = false;
      }
      case "RESOLVE" -> {
        undoes(new Undo(UndoStatus.COMPLETED, undo.attempts(), null, null, at));
        standing = false;
      }
      default -> undoes(new Undo(UndoStatus.RUNNING, undo.attempts(), null, null, at));
    }
  }

  /**
   * When its saga has ended, nothing is due any more: it turned out to need no undo, and what a
   * lost run had under way was given up.
   */
  void sagaEnded(Instant at) {
    if (status == Status.RUNNING || status == Status.WAITING) {
      ends(Status.FAILED, error == null ? GIVEN_UP : error, at);
    }
    waiting = null;
    stalledAt = null;
    standing = false;
    switch (undo.status()) {
      case PENDING, RUNNING, WAITING, FAILED -> undo = Undo.NONE;
      case NONE, COMPLETED, SKIPPED -> {}
    }
  }

  private boolean isOpen() {
    return status == Status.PENDING || status == Status.RUNNING;
  }

  private boolean hasHappened() {
    return status == Status.COMPLETED;
  }

  private void lastTry(@Nullable Integer attempt) {
    tried(attempt == null ? 0 : attempt);
  }

  private void tried(int attempt) {
    attempts = Math.max(attempts, attempt);
  }

  private void startsAt(Instant at) {
    if (startedAt == null) {
      startedAt = at;
    }
  }

  private void runs(Instant at) {
    startsAt(at);
    status = Status.RUNNING;
    waiting = null;
    stalledAt = null;
    standing = true;
  }

  private void waits(Waiting forWhat, Instant at) {
    startsAt(at);
    status = Status.WAITING;
    waiting = forWhat;
    stalledAt = null;
  }

  private void ends(Status with, @Nullable Failure failure, Instant at) {
    status = with;
    endedAt = at;
    error = failure;
    waiting = null;
    stalledAt = null;
  }

  private void undoes(Undo next) {
    undo = next;
    stalledAt = null;
  }
}
