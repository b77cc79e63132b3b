package dev.skald.activities;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Tells who waits in this program of sagas that end in it, without anybody asking Temporal. What
 * ends elsewhere is not heard of.
 */
public final class EndsHere {

  private final Map<String, CompletableFuture<Long>> awaited = new ConcurrentHashMap<>();

  /**
   * The position of a saga's end, once that is recorded here; an exception where it takes longer.
   * Only what is recorded after this is heard of.
   */
  public CompletableFuture<Long> await(String sagaId, Duration patience) {
    CompletableFuture<Long> end = awaited.computeIfAbsent(sagaId, _ -> new CompletableFuture<>());
    return end.copy()
        .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((_, _) -> awaited.remove(sagaId, end));
  }

  void ended(String sagaId, long position) {
    CompletableFuture<Long> end = awaited.remove(sagaId);
    if (end != null) {
      end.complete(position);
    }
  }
}
