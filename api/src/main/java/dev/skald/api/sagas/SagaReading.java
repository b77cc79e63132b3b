package dev.skald.api.sagas;

import dev.skald.domain.sagas.SagaEvent;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamId;
import dev.skald.projections.engine.Fact;
import dev.skald.projections.sagas.SagaView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a saga's stream on and on: what it was after each of its events. */
final class SagaReading {

  private static final int PAGE = 200;

  private final EventStore store;
  private final EventTypeRegistry types;
  private final StreamId stream;
  private @Nullable SagaView saga;
  private long version;

  SagaReading(EventStore store, EventTypeRegistry types, String sagaId) {
    this.store = store;
    this.types = types;
    this.stream = StreamId.of(SagaEvent.CATEGORY, sagaId);
  }

  StreamId stream() {
    return stream;
  }

  /** What it was after each event that has come since the last call. */
  List<SagaView> next() {
    List<SagaView> changes = new ArrayList<>();
    List<RecordedEvent> page;
    do {
      page = store.readStream(stream, version, PAGE);
      for (RecordedEvent event : page) {
        for (Record data : types.decode(event)) {
          saga = SagaView.evolve(saga, new Fact<>((SagaEvent) data, event));
        }
        version = event.version();
        if (saga != null && saga.isStarted()) {
          changes.add(saga);
        }
      }
    } while (page.size() == PAGE);
    return changes;
  }

  boolean hasEnded() {
    return saga != null && saga.hasEnded();
  }
}
