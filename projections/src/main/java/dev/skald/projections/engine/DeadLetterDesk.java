package dev.skald.projections.engine;

import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.RelayParking;
import dev.skald.eventstore.StreamId;
import dev.skald.projections.engine.DeadLetter.Settled;
import dev.skald.projections.engine.DeadLetter.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Where an operator sees parked streams and settles them. */
public final class DeadLetterDesk {

  /** Where the list of dead letters begins. */
  public static final long BEGIN = -Long.MAX_VALUE;

  private final List<Projection> projections;
  private final EventStore log;
  private final DeadLetters letters;
  private final ParkedStreams streams;
  private final RelayLetters relay;

  public DeadLetterDesk(
      List<Projection> projections,
      DataSource readModels,
      EventStore log,
      EventTypeRegistry types,
      RelayParking parking) {
    this.projections = ProjectionList.checked(projections);
    Database database = Database.of(readModels);
    this.log = log;
    this.letters = new DeadLetters(database);
    this.streams = new ParkedStreams(projections, database, log, types);
    this.relay = new RelayLetters(parking, new StraightFromLog(projections, database, log, types));
  }

  /** Whose dead letters there may be. */
  public List<String> origins() {
    return Stream.concat(Stream.of(DeadLetter.RELAY), projections.stream().map(Projection::name))
        .toList();
  }

  /**
   * The relay's, which keep events from all projections, then those of the tables in use; both
   * newest first. The relay's are large, and come without their payload.
   *
   * @param after the place of the last one seen, or {@link #BEGIN}
   */
  public List<DeadLetter> list(@Nullable String projection, long after, int limit) {
    List<DeadLetter> found = new ArrayList<>();
    if (after < 0 && (projection == null || projection.equals(DeadLetter.RELAY))) {
      found.addAll(relay.list(-after, limit));
    }
    if (found.size() < limit && !DeadLetter.RELAY.equals(projection)) {
      long before = after < 0 ? Long.MAX_VALUE : after;
      letters.list(projection, null, before, limit - found.size()).stream()
          .map(this::withPayload)
          .forEach(found::add);
    }
    return found;
  }

  public Optional<DeadLetter> letter(UUID id) {
    return letters.list(null, id, Long.MAX_VALUE, 1).stream()
        .findFirst()
        .or(() -> relay.letter(id))
        .map(this::withPayload);
  }

  /** The letter that the stream of this one stands still at by now, which may be another. */
  public Optional<DeadLetter> stoppedAt(UUID id) {
    return letter(id)
        .flatMap(
            letter ->
                letter.projection().equals(DeadLetter.RELAY)
                    ? relay.stoppedAt(letter.streamId())
                    : letters
                        .parked(letter.projection(), letter.generation(), letter.streamId())
                        .flatMap(this::letter));
  }

  /** Tries the stream again from where it stopped, read anew from the log. */
  public Settled replay(UUID id) {
    return letters.find(id).isEmpty() ? relay.replay(id) : streams.settle(id, State.REPLAYED, null);
  }

  /** Leaves the event out for good, and goes on with those behind it. */
  public Settled discard(UUID id, String reason) {
    return letters.find(id).isEmpty()
        ? relay.discard(id, reason)
        : streams.settle(id, State.DISCARDED, reason);
  }

  private DeadLetter withPayload(DeadLetter letter) {
    return log.readStream(new StreamId(letter.streamId()), letter.version() - 1, 1).stream()
        .filter(event -> event.version() == letter.version())
        .findFirst()
        .map(event -> letter.withPayload(Masked.json(event.data())))
        .orElse(letter);
  }
}
