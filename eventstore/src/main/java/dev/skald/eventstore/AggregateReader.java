package dev.skald.eventstore;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Folds a stream into a state: the snapshot where there is one, and what came after it. Nothing is
 * passed over: who decides on less than all that has happened decides wrongly.
 */
final class AggregateReader<S, E> {

  private final EventStore store;
  private final EventTypeRegistry types;
  private final Decider<?, S, E> decider;
  private final SnapshotPolicy<S> snapshots;
  private final Remembered<S> remembered;

  AggregateReader(
      EventStore store,
      EventTypeRegistry types,
      Decider<?, S, E> decider,
      SnapshotPolicy<S> snapshots,
      Remembered<S> remembered) {
    this.store = store;
    this.types = types;
    this.decider = decider;
    this.snapshots = snapshots;
    this.remembered = remembered;
  }

  AggregateReader<S, E> withSnapshots(SnapshotPolicy<S> policy) {
    return new AggregateReader<>(store, types, decider, policy, remembered);
  }

  AggregateReader<S, E> remembering(int streams) {
    return new AggregateReader<>(store, types, decider, snapshots, new Remembered<>(streams));
  }

  Loaded<S> load(StreamId stream) {
    Loaded<S> start =
        remembered
            .find(stream)
            .or(() -> snapshots.load(stream))
            .orElseGet(() -> new Loaded<>(stream, decider.initial(), 0, 0));
    Loaded<S> loaded = folded(start, StreamRead.forwards().after(start.version()));
    snapshots.consider(start, loaded);
    remembered.keep(loaded);
    return loaded;
  }

  /** Without snapshots: they are newer than what is asked for, or need not be asked. */
  Loaded<S> load(StreamId stream, StreamRead asOf) {
    return folded(new Loaded<>(stream, decider.initial(), 0, 0), asOf);
  }

  private Loaded<S> folded(Loaded<S> start, StreamRead read) {
    Loaded<S> loaded = start;
    Iterator<RecordedEvent> events = store.streamEvents(start.stream(), read).iterator();
    while (events.hasNext()) {
      loaded = evolved(loaded, events.next());
    }
    return loaded;
  }

  private Loaded<S> evolved(Loaded<S> before, RecordedEvent event) {
    if (event.version() != before.version() + 1) {
      throw new StreamArchived(before.stream(), before.version() + 1, event.version());
    }
    S state = before.state();
    for (E own : ownEvents(event)) {
      state = decider.evolve().apply(state, own);
    }
    return new Loaded<>(before.stream(), state, event.version(), event.position());
  }

  /** What others have appended, as the aggregate's own events. */
  List<E> eventsBetween(StreamId stream, long afterVersion, long untilVersion) {
    return store
        .streamEvents(stream, StreamRead.forwards().after(afterVersion).asOf(untilVersion))
        .flatMap(event -> ownEvents(event).stream())
        .toList();
  }

  private List<E> ownEvents(RecordedEvent event) {
    if (!types.knows(event)) {
      throw new UnknownEvent(event);
    }
    List<E> own = new ArrayList<>(1);
    for (Record data : types.decode(event)) {
      if (decider.events().isInstance(data)) {
        own.add(decider.events().cast(data));
      }
    }
    return own;
  }
}
