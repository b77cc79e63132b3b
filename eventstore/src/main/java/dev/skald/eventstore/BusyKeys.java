package dev.skald.eventstore;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Streams and command ids that a transaction elsewhere holds for long. Whoever wants them waits
 * apart, so that those who want others need not wait with them; now and then one of them tries.
 */
final class BusyKeys {

  private static final long BETWEEN_TRIES = Duration.ofMillis(50).toNanos();

  /** When to try next, by key. */
  private final Map<String, Long> marks = new ConcurrentHashMap<>();

  boolean isMarked(EncodedAppend append) {
    return !marks.isEmpty() && keys(append).anyMatch(marks::containsKey);
  }

  /** Whether it is time to try; if so, the others go on waiting for the outcome. */
  synchronized boolean mayTry(EncodedAppend append) {
    long now = System.nanoTime();
    boolean due = keys(append).map(marks::get).allMatch(next -> next == null || now - next >= 0);
    if (due) {
      mark(append);
    }
    return due;
  }

  void mark(EncodedAppend append) {
    long next = System.nanoTime() + BETWEEN_TRIES;
    keys(append).forEach(key -> marks.put(key, next));
  }

  void clear(EncodedAppend append) {
    if (!marks.isEmpty()) {
      keys(append).forEach(marks::remove);
    }
  }

  /** A stream's id never has the mark of a command's. */
  private static Stream<String> keys(EncodedAppend append) {
    return Stream.concat(
        append.streams().stream().map(stream -> stream.stream().value()),
        Stream.concat(
                Stream.of(append.commandId()),
                append.closes().stream().map(Append.Close::commandId))
            .map(id -> "#" + id));
  }
}
