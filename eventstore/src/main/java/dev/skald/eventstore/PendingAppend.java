package dev.skald.eventstore;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** An append that somebody waits for. Only the writer that took it from the queue sends it. */
final class PendingAppend {

  final EncodedAppend append;
  final long askedAtNanos = System.nanoTime();
  final CompletableFuture<Appended> future = new CompletableFuture<>();
  private final Duration patience;
  private volatile boolean sent;
  private volatile boolean lost;

  PendingAppend(EncodedAppend append, Duration patience) {
    this.append = append;
    this.patience = patience;
  }

  /** From now on, who waits is answered in time, whatever holds up the writers. */
  void startClock() {
    future.orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Whether somebody still waits for it; if so, it counts as sent. */
  boolean send() {
    sent = true;
    if (future.isDone()) {
      sent = lost;
      return false;
    }
    return true;
  }

  /** The database has rolled it back. */
  void undone() {
    sent = lost;
  }

  /** It may have been committed without our having been told. */
  void lost() {
    lost = true;
  }

  boolean isLate() {
    return System.nanoTime() - askedAtNanos > patience.toNanos();
  }

  /** What somebody is told who has waited in vain. */
  RuntimeException refusal(String why, @Nullable Throwable cause) {
    return sent || lost
        ? new OutcomeUnknown(append.commandId(), cause)
        : new StoreUnavailable(why, cause);
  }

  RuntimeException refusal(TimeoutException timeout) {
    return refusal("not appended within " + patience, timeout);
  }

  void complete(AppendOutcome outcome) {
    try {
      future.complete(outcome.appended(append));
    } catch (RuntimeException e) {
      future.completeExceptionally(e);
    }
  }

  void fail(RuntimeException e) {
    future.completeExceptionally(e);
  }
}
