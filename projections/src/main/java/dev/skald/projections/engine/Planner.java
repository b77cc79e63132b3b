package dev.skald.projections.engine;

import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamId;
import dev.skald.eventstore.StreamRead;
import dev.skald.projections.engine.StreamVersions.Folded;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes of events as they came, in any order, once or often, the ones that are next. */
final class Planner {

  private static final int PAGE = 1_000;

  private final EventStore log;

  Planner(EventStore log) {
    this.log = log;
  }

  /** How far streams are folded if all that arrived is next: to be proved by moving them. */
  static Map<StreamId, Folded> expected(Collection<RecordedEvent> arrived) {
    return arrived.stream()
        .collect(
            Collectors.toMap(
                RecordedEvent::streamId,
                event -> new Folded(event.version() - 1, false),
                (one, other) -> one.version() < other.version() ? one : other));
  }

  List<StreamWork> plan(Collection<RecordedEvent> arrived, Map<StreamId, Folded> folded) {
    Map<StreamId, List<RecordedEvent>> byStream =
        arrived.stream()
            .collect(
                Collectors.groupingBy(
                    RecordedEvent::streamId, LinkedHashMap::new, Collectors.toList()));
    List<StreamWork> works = new ArrayList<>();
    byStream.forEach(
        (stream, events) -> {
          Folded known = folded.getOrDefault(stream, Folded.NOTHING);
          if (!known.parked()) {
            List<RecordedEvent> next = next(stream, events, known.version());
            if (!next.isEmpty()) {
              works.add(new StreamWork(stream, known.version(), next));
            }
          }
        });
    return works;
  }

  private List<RecordedEvent> next(StreamId stream, List<RecordedEvent> events, long folded) {
    TreeMap<Long, RecordedEvent> byVersion = new TreeMap<>();
    events.forEach(event -> byVersion.put(event.version(), event));
    List<RecordedEvent> next = new ArrayList<>();
    long version = folded;
    for (RecordedEvent event : byVersion.tailMap(folded, false).values()) {
      if (event.version() > version + 1) {
        next.addAll(missing(stream, version, event.version() - 1));
      }
      next.add(event);
      version = event.version();
    }
    return next;
  }

  /** All that the log has of a stream behind a version. */
  List<RecordedEvent> behind(StreamId stream, long version) {
    return log.streamEvents(stream, StreamRead.forwards().after(version)).toList();
  }

  private List<RecordedEvent> missing(StreamId stream, long after, long upTo) {
    List<RecordedEvent> missing = new ArrayList<>();
    long version = after;
    while (version < upTo) {
      List<RecordedEvent> page =
          log.readStream(stream, version, (int) Math.min(PAGE, upTo - version));
      for (RecordedEvent event : page) {
        if (event.version() != ++version) {
          throw new LogIncomplete(stream, version);
        }
        missing.add(event);
      }
      if (page.isEmpty()) {
        throw new LogIncomplete(stream, version + 1);
      }
    }
    return missing;
  }

  /** Not the event's fault: whoever restores the log mends this. */
  static final class LogIncomplete extends RuntimeException {
    LogIncomplete(StreamId stream, long version) {
      super(
          "the log does not answer version %d of %s, though a later one is known"
              .formatted(version, stream));
    }
  }
}
