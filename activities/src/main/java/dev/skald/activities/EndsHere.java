package dev.skald.activities;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Tells who waits in this program of sagas that end in it, without anybody asking Temporal. What
 * ends elsewhere is not heard of.
 */
public final class EndsHere {

  private final Map<String, Set<CompletableFuture<Long>>> awaited = new ConcurrentHashMap<>();
  private final Consumer<Boolean> onWaiting;

  public EndsHere() {
    this(_ -> {});
  }

  /**
   * @param onWaiting is told whether anybody waits, each time when that may have changed
   */
  public EndsHere(Consumer<Boolean> onWaiting) {
    this.onWaiting = onWaiting;
  }

  /**
   * The position of a saga's end, once that is recorded here; an exception where it takes longer.
   * Only what is recorded after this is heard of. Who needs it no longer cancels it.
   */
  public CompletableFuture<Long> await(String sagaId, Duration patience) {
    CompletableFuture<Long> end = new CompletableFuture<>();
    awaited.compute(
        sagaId,
        (_, waiting) -> {
          Set<CompletableFuture<Long>> all =
              waiting == null ? ConcurrentHashMap.newKeySet() : waiting;
          all.add(end);
          return all;
        });
    tellWhetherAnybodyWaits();
    var _ = end.whenComplete((_, _) -> forgetDone(sagaId));
    return end.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  void ended(String sagaId, long position) {
    Set<CompletableFuture<Long>> waiting = awaited.remove(sagaId);
    if (waiting != null) {
      tellWhetherAnybodyWaits();
      waiting.forEach(end -> end.complete(position));
    }
  }

  /** One waits no longer; others may. */
  private void forgetDone(String sagaId) {
    awaited.computeIfPresent(
        sagaId,
        (_, waiting) -> {
          waiting.removeIf(CompletableFuture::isDone);
          return waiting.isEmpty() ? null : waiting;
        });
    tellWhetherAnybodyWaits();
  }

  /** One at a time, so that the last word is true. */
  private synchronized void tellWhetherAnybodyWaits() {
    onWaiting.accept(!awaited.isEmpty());
  }
}
