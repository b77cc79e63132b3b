package dev.skald.activities;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Many who call at once. */
final class Callers {

  private Callers() {}

  /** What one of them does. */
  @FunctionalInterface
  interface Calls<T> {
    List<T> by(int caller) throws Exception;
  }

  /** Answers what all of them did, when they are through. */
  static <T> List<T> atOnce(int callers, Calls<T> calls) throws Exception {
    List<T> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<T>>> called =
          IntStream.range(0, callers)
              .mapToObj(caller -> threads.submit(() -> calls.by(caller)))
              .toList();
      for (Future<List<T>> one : called) {
        all.addAll(one.get());
      }
    }
    return all;
  }
}
