package dev.skald.api.live;

import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamId;
import dev.skald.eventstore.StreamRead;
import dev.skald.projections.engine.Fact;
import java.io.IOException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Shows what the events of one stream tell, as it was after each of them. It is read from the log,
 * so that nobody is ever shown an older state than one they have seen.
 */
public abstract class StreamFeed<S, E> implements Feed {

  private final EventStore store;
  private final EventTypeRegistry types;
  private final StreamId stream;
  private final Class<E> type;
  private @Nullable S state;
  private long version;
  private long position;

  protected StreamFeed(EventStore store, EventTypeRegistry types, StreamId stream, Class<E> type) {
    this.store = store;
    this.types = types;
    this.stream = stream;
    this.type = type;
  }

  protected abstract S evolve(@Nullable S before, Fact<E> fact);

  /** Whether it can be shown yet. */
  protected abstract boolean isShown(S now);

  protected abstract Object show(S now);

  /** What stands for it as long as nothing is recorded that can be shown. */
  protected abstract Object unrecorded();

  protected abstract boolean hasEnded(S now);

  @Override
  public final String category() {
    return stream.category();
  }

  @Override
  public final StreamId stream() {
    return stream;
  }

  @Override
  public final void begin(@Nullable Long seen, Listener listener) throws IOException {
    if (seen != null) {
      read(
          (at, now) -> {
            if (at > seen) {
              listener.hear(at, show(now));
            }
          });
      return;
    }
    read((_, _) -> {});
    if (state == null || !isShown(state)) {
      listener.hear(null, unrecorded());
    } else {
      listener.hear(position, show(state));
    }
  }

  @Override
  public final void next(Listener listener) throws IOException {
    read((at, now) -> listener.hear(at, show(now)));
  }

  @Override
  public final boolean hasEnded() {
    return state != null && hasEnded(state);
  }

  private interface Reader<S> {
    void read(long at, S now) throws IOException;
  }

  private void read(Reader<S> reader) throws IOException {
    Iterator<RecordedEvent> more =
        store.streamEvents(stream, StreamRead.forwards().after(version)).iterator();
    while (more.hasNext()) {
      RecordedEvent event = more.next();
      for (Record data : types.decode(event)) {
        state = evolve(state, new Fact<>(type.cast(data), event));
      }
      version = event.version();
      position = event.position();
      if (state != null && isShown(state)) {
        reader.read(position, state);
      }
    }
  }
}
