package dev.skald.projections.engine;

import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamId;
import dev.skald.eventstore.StreamRead;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Folds one stream from the log itself, for whoever must not wait for a table: the same fold, and
 * nothing that was committed is missing.
 */
public final class StreamFold {

  private final EventStore log;
  private final EventTypeRegistry types;

  public StreamFold(EventStore log, EventTypeRegistry types) {
    this.log = log;
    this.types = types;
  }

  /** The state that a stream's events leave; none if it has no events. */
  public <S, E> Optional<S> fold(
      StreamId stream, Class<E> type, BiFunction<@Nullable S, Fact<E>, S> evolve) {
    return foldWhile(stream, type, evolve, _ -> true);
  }

  /** Only the events up to the first that is no longer wanted. */
  public <S, E> Optional<S> foldWhile(
      StreamId stream,
      Class<E> type,
      BiFunction<@Nullable S, Fact<E>, S> evolve,
      Predicate<RecordedEvent> wanted) {
    @Nullable S state = null;
    Iterator<RecordedEvent> events =
        log.streamEvents(stream, StreamRead.forwards()).takeWhile(wanted).iterator();
    while (events.hasNext()) {
      RecordedEvent event = events.next();
      for (Record data : types.decode(event)) {
        state = evolve.apply(state, new Fact<>(type.cast(data), event));
      }
    }
    return Optional.ofNullable(state);
  }
}
