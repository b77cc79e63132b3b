package dev.skald.projections.engine;

import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.StreamId;
import dev.skald.projections.engine.DeadLetter.Settled;
import dev.skald.projections.engine.DeadLetter.State;
import dev.skald.projections.engine.DeadLetters.Parked;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes on with streams that projections stopped at. */
final class ParkedStreams {

  private static final Logger LOG = LoggerFactory.getLogger(ParkedStreams.class);
  private static final int PAGE = 100;

  private final List<Projection> projections;
  private final Database database;
  private final EventStore log;
  private final EventTypeRegistry types;
  private final DeadLetters letters;

  ParkedStreams(
      List<Projection> projections, Database database, EventStore log, EventTypeRegistry types) {
    this.projections = projections;
    this.database = database;
    this.log = log;
    this.types = types;
    this.letters = new DeadLetters(database);
  }

  /**
   * Replays what this build can read by now, and the one that stopped there did not know: while
   * builds are rolled out, older members come to events that only newer ones write.
   *
   * @return how many streams were gone on with
   */
  int replayUnderstood() {
    int replayed = 0;
    long after = 0;
    List<DeadLetters.Unknown> page;
    do {
      page = letters.unknown(after, PAGE);
      for (DeadLetters.Unknown letter : page) {
        after = letter.sequence();
        if (replays(letter)) {
          replayed++;
        }
      }
    } while (page.size() == PAGE);
    if (replayed > 0) {
      LOG.info(
          "Went on with {} stream(s) that an older build did not know all events of", replayed);
    }
    return replayed;
  }

  /** One that cannot be gone on with at the moment keeps nobody from the others. */
  private boolean replays(DeadLetters.Unknown letter) {
    try {
      return isKnown(letter) && settle(letter.id(), State.REPLAYED, null) == Settled.DONE;
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("stream", letter.streamId())
          .setCause(e)
          .log("Cannot go on with a stream at the moment; trying again");
      return false;
    }
  }

  private boolean isKnown(DeadLetters.Unknown letter) {
    return log.readStream(new StreamId(letter.streamId()), letter.version() - 1, 1).stream()
        .anyMatch(event -> event.version() == letter.version() && types.knows(event));
  }

  Settled settle(UUID id, State state, @Nullable String reason) {
    Parked parked = letters.find(id).orElse(null);
    Projection projection = parked == null ? null : find(parked.projection());
    if (parked == null || projection == null) {
      return Settled.UNKNOWN;
    }
    if (parked.state() != State.PARKED) {
      return Settled.NOT_PARKED;
    }
    StreamId stream = new StreamId(parked.streamId());
    Folder folder = new Folder(database, projection, log, types);
    Ground live = new LiveGround(database, projection, parked.generation(), List.of(), Claim.NONE);
    long folded = parked.version() - 1;
    try {
      boolean again =
          folder.release(
              new LastingGround(database, live),
              stream,
              folded,
              state == State.DISCARDED,
              poison -> letters.settle(id, parked, state, reason, poison));
      return again ? Settled.PARKED_AGAIN : Settled.DONE;
    } catch (Overtaken _) {
      return Settled.NOT_PARKED;
    } catch (StandsBy _) {
      return Settled.NOT_NOW;
    }
  }

  private @Nullable Projection find(String name) {
    return projections.stream().filter(p -> p.name().equals(name)).findFirst().orElse(null);
  }
}
