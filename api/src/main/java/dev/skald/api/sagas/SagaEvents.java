package dev.skald.api.sagas;

import dev.skald.activities.SagaLog;
import dev.skald.api.InvalidRequest;
import dev.skald.api.RequestBodies;
import dev.skald.domain.Origin;
import dev.skald.domain.sagas.SagaEvent.EventReceived;
import dev.skald.eventstore.CommandIdReused;
import dev.skald.workflows.engine.OutsideEvent;
import dev.skald.workflows.engine.SagaType;
import java.util.List;

/** Takes events from outside for sagas that wait for them, or will. */
final class SagaEvents {

  private final SagaCalls calls;
  private final SagaViews views;
  private final SagaTypes types;
  private final SagaLog log;
  private final RequestBodies bodies;
  private final SameRequests requests;

  SagaEvents(
      SagaCalls calls,
      SagaViews views,
      SagaTypes types,
      SagaLog log,
      RequestBodies bodies,
      SameRequests requests) {
    this.calls = calls;
    this.views = views;
    this.types = types;
    this.log = log;
    this.bodies = bodies;
    this.requests = requests;
  }

  /**
   * An event from outside, as it came.
   *
   * @param content the same again is the same event; other content with the same key has to mean it
   */
  record Receipt(String key, String content, EventReceived event, Origin origin) {}

  /** Answers the position of the event, which is recorded once for each key. */
  long receive(String sagaId, Receipt receipt) {
    EventReceived event = receipt.event();
    SagaType<?> type = types.find(views.find(sagaId).type());
    Record data = bodies.check(event.data(), expected(type, event.eventType()).data(), "data");
    if (log.received(sagaId, receipt.key()).isEmpty()) {
      views.requireNotEnded(sagaId);
    }
    long position = record(sagaId, receipt, data);
    try {
      calls.signal(sagaId, "eventReceived", event.eventType());
    } catch (SagaCalls.NotRunning _) {
      // It ended meanwhile, or its run is lost; one that takes its place finds the event in the
      // log.
    }
    return position;
  }

  private long record(String sagaId, Receipt receipt, Record data) {
    EventReceived event = receipt.event();
    try {
      return log.receive(sagaId, receipt.key(), receipt.content(), receipt.origin(), event);
    } catch (CommandIdReused reused) {
      return log.received(sagaId, receipt.key())
          .filter(before -> before.event().eventType().equals(event.eventType()))
          .filter(before -> requests.isSame(before.event().data(), data))
          .orElseThrow(() -> reused)
          .position();
    }
  }

  private static OutsideEvent<?> expected(SagaType<?> type, String eventType) {
    List<OutsideEvent<?>> expected =
        type.steps().values().stream()
            .filter(OutsideEvent.class::isInstance)
            .<OutsideEvent<?>>map(step -> (OutsideEvent<?>) step)
            .toList();
    return expected.stream()
        .filter(event -> event.eventType().equals(eventType))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidRequest(
                    "type",
                    expected.isEmpty()
                        ? "saga '%s' waits for no events".formatted(type.name())
                        : "no step of saga '%s' waits for '%s'; there are %s"
                            .formatted(
                                type.name(),
                                eventType,
                                expected.stream().map(OutsideEvent::eventType).toList())));
  }
}
