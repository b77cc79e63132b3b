package dev.skald.eventstore;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Lets tasks begin at the same moment, and gives back what became of each. */
final class Rendezvous {

  /** An answer, or the exception in its place. */
  record Outcome<T>(@Nullable T answer, @Nullable Throwable failure) {
    boolean isFailure(Class<? extends Throwable> type) {
      return type.isInstance(failure);
    }
  }

  private Rendezvous() {}

  static <T> List<Outcome<T>> race(List<? extends Callable<T>> tasks) {
    CyclicBarrier barrier = new CyclicBarrier(tasks.size());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> running =
          tasks.stream()
              .map(
                  task ->
                      threads.submit(
                          () -> {
                            barrier.await();
                            return task.call();
                          }))
              .toList();
      return running.stream().map(Rendezvous::outcome).toList();
    }
  }

  private static <T> Outcome<T> outcome(Future<T> future) {
    try {
      return new Outcome<>(future.get(), null);
    } catch (ExecutionException e) {
      return new Outcome<>(null, e.getCause());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
