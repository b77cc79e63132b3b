package dev.skald.projections.engine;

import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamId;
import java.util.List;

/** Brings read models an event that Kafka will not bring. */
final class StraightFromLog {

  private static final int MOST_TRIES = 20;

  private final List<Projection> projections;
  private final Database database;
  private final EventStore log;
  private final EventTypeRegistry types;

  StraightFromLog(
      List<Projection> projections, Database database, EventStore log, EventTypeRegistry types) {
    this.projections = List.copyOf(projections);
    this.database = database;
    this.log = log;
    this.types = types;
  }

  /**
   * Folds a stream up to an event, into every projection that reads it. False where one of them may
   * not fold at the moment; what was folded before that, stays folded.
   */
  boolean fold(StreamId stream, long version) {
    List<RecordedEvent> event =
        log.readStream(stream, version - 1, 1).stream()
            .filter(found -> found.version() == version)
            .toList();
    return projections.stream()
        .filter(projection -> projection.categories().contains(stream.category()))
        .allMatch(projection -> fold(projection, event));
  }

  private boolean fold(Projection projection, List<RecordedEvent> event) {
    Folder folder = new Folder(database, projection, log, types);
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      long generation = new Generations(database).known(projection).generation();
      Ground live = new LiveGround(database, projection, generation, List.of(), Claim.NONE);
      try {
        folder.fold(new LastingGround(database, live), event);
        return true;
      } catch (Overtaken _) {
        // A member folds the same stream, or tables were swapped: what is there now, is looked at.
      } catch (StandsBy _) {
        return false;
      }
    }
    return false;
  }
}
