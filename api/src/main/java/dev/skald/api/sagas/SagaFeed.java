package dev.skald.api.sagas;

import dev.skald.api.live.StreamFeed;
import dev.skald.domain.sagas.SagaEvent;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.StreamId;
import dev.skald.projections.engine.Fact;
import dev.skald.projections.sagas.SagaView;
import org.jspecify.annotations.Nullable;

/** A saga as it changes, until it has ended. */
final class SagaFeed extends StreamFeed<SagaView, SagaEvent> {

  private final SagaViews views;
  private final String sagaId;

  SagaFeed(EventStore store, EventTypeRegistry types, SagaViews views, String sagaId) {
    super(store, types, StreamId.of(SagaEvent.CATEGORY, sagaId), SagaEvent.class);
    this.views = views;
    this.sagaId = sagaId;
  }

  @Override
  public boolean isOver(long seen) {
    return views
        .view(sagaId)
        .filter(saga -> saga.hasEnded() && saga.position() <= seen)
        .isPresent();
  }

  @Override
  protected SagaView evolve(@Nullable SagaView before, Fact<SagaEvent> fact) {
    return SagaView.evolve(before, fact);
  }

  @Override
  protected boolean isShown(SagaView saga) {
    return saga.isStarted();
  }

  @Override
  protected Object show(SagaView saga) {
    return views.show(saga);
  }

  /** Right after its start it may stand in Temporal only. */
  @Override
  protected Object unrecorded() {
    return views.find(sagaId);
  }

  @Override
  protected boolean hasEnded(SagaView saga) {
    return saga.hasEnded();
  }
}
