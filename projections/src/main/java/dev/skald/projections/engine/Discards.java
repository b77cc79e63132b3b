package dev.skald.projections.engine;

import dev.skald.eventstore.StreamId;
import dev.skald.projections.engine.DeadLetter.State;
import dev.skald.projections.engine.DeadLetters.Discarded;
import java.util.List;

/**
 * What people left out of the tables in use stays out of those that are built beside them. It is
 * asked for only where a stream has stopped: an event that can be folded by now is folded.
 */
final class Discards {

  private final Database database;
  private final Projection projection;
  private final Folder folder;
  private final DeadLetters letters;

  Discards(Database database, Projection projection, Folder folder) {
    this.database = database;
    this.projection = projection;
    this.folder = folder;
    this.letters = new DeadLetters(database);
  }

  /**
   * Goes on with the streams that stopped at such an event; they may stop at another.
   *
   * @throws Overtaken the rebuild was cancelled
   */
  void carryOver(long generation, long position) {
    Ground ground = new BuildingGround(database, projection, generation, position, position, 0);
    List<Discarded> found = letters.discardedInUse(projection.name(), generation);
    while (!found.isEmpty()) {
      for (Discarded each : found) {
        boolean _ =
            folder.release(
                ground,
                new StreamId(each.stopped().streamId()),
                each.stopped().version() - 1,
                true,
                again ->
                    letters.settle(
                        each.id(), each.stopped(), State.DISCARDED, each.reason(), again));
      }
      found = letters.discardedInUse(projection.name(), generation);
    }
  }
}
