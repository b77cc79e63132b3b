package dev.skald.eventstore;

import java.util.concurrent.CompletableFuture;

/** An append that somebody waits for. Only the writer that took it from the queue touches it. */
final class PendingAppend {

  final EncodedAppend append;
  final long askedAtNanos = System.nanoTime();
  final CompletableFuture<Appended> future = new CompletableFuture<>();

  /** Whether it may have been committed without our having been told. */
  boolean perhapsDone;

  PendingAppend(EncodedAppend append) {
    this.append = append;
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
