package dev.skald.eventstore;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Events one page after the other, each read when it is wanted. */
final class Pages<K> implements Iterator<RecordedEvent> {

  static final int SIZE = 2_000;

  /** A page and where to go on, which is nowhere behind the last one. */
  record Step<K>(List<RecordedEvent> events, @Nullable K next) {}

  private final Function<K, Step<K>> read;
  private @Nullable K next;
  private Iterator<RecordedEvent> page = List.<RecordedEvent>of().iterator();

  private Pages(K first, Function<K, Step<K>> read) {
    this.read = read;
    this.next = first;
  }

  static <K> Stream<RecordedEvent> stream(K first, Function<K, Step<K>> read) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            new Pages<>(first, read), Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  @Override
  public boolean hasNext() {
    K from = next;
    while (!page.hasNext() && from != null) {
      Step<K> step = read.apply(from);
      page = step.events().iterator();
      from = step.next();
      next = from;
    }
    return page.hasNext();
  }

  @Override
  public RecordedEvent next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return page.next();
  }
}
