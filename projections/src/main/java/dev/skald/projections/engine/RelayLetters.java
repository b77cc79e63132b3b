package dev.skald.projections.engine;

import dev.skald.eventstore.ParkedStream;
import dev.skald.eventstore.RelayParking;
import dev.skald.projections.engine.DeadLetter.Cause;
import dev.skald.projections.engine.DeadLetter.Settled;
import dev.skald.projections.engine.DeadLetter.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** Streams that the relay stopped at, as dead letters like those of projections. */
final class RelayLetters {

  // The active relay, wherever it is, looks for what is wanted of it twice a second.
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final RelayParking parking;
  private final StraightFromLog readModels;

  RelayLetters(RelayParking parking, StraightFromLog readModels) {
    this.parking = parking;
    this.readModels = readModels;
  }

  List<DeadLetter> list(long before, int limit) {
    return parking.list(before, limit).stream().map(RelayLetters::letter).toList();
  }

  Optional<DeadLetter> letter(UUID id) {
    return parking.find(id).map(RelayLetters::letter);
  }

  /** The letter that a stream stands still at. */
  Optional<DeadLetter> stoppedAt(String stream) {
    return parking.parked().stream()
        .filter(parked -> parked.stream().value().equals(stream))
        .findFirst()
        .map(RelayLetters::letter);
  }

  /** Lets the relay try again, which may be able to send more by now. */
  Settled replay(UUID id) {
    return parking.replay(id) ? await(id, ParkedStream.State.REPLAYED) : settledBefore(id);
  }

  /**
   * Kafka never gets the event. Read models do, and before: a stream that ends with it would else
   * look different in tables that are rebuilt.
   */
  Settled discard(UUID id, String reason) {
    ParkedStream letter = parking.find(id).orElse(null);
    if (letter == null || letter.settledAt() != null) {
      return settledBefore(id);
    }
    if (!readModels.fold(letter.stream(), letter.version())) {
      return Settled.NOT_NOW;
    }
    return parking.skip(id, reason) ? await(id, ParkedStream.State.SKIPPED) : settledBefore(id);
  }

  private Settled settledBefore(UUID id) {
    return parking.find(id).isPresent() ? Settled.NOT_PARKED : Settled.UNKNOWN;
  }

  private Settled await(UUID id, ParkedStream.State wanted) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline && !Thread.currentThread().isInterrupted()) {
      ParkedStream letter = parking.find(id).orElse(null);
      if (letter == null) {
        return Settled.NOT_PARKED;
      }
      if (letter.state() != ParkedStream.State.RESUMING) {
        return outcome(letter, wanted);
      }
      LockSupport.parkNanos(this, LOOK_EVERY.toNanos());
    }
    return Settled.NO_RELAY;
  }

  private Settled outcome(ParkedStream letter, ParkedStream.State wanted) {
    if (letter.state() == ParkedStream.State.PARKED) {
      return Settled.PARKED_AGAIN;
    }
    if (letter.state() != wanted) {
      return Settled.NOT_PARKED;
    }
    boolean atLaterEvent =
        parking.parked().stream().anyMatch(other -> other.stream().equals(letter.stream()));
    return atLaterEvent ? Settled.PARKED_AGAIN : Settled.DONE;
  }

  private static DeadLetter letter(ParkedStream parked) {
    return new DeadLetter(
        parked.id(),
        parked.sequence(),
        DeadLetter.RELAY,
        0,
        parked.stream().value(),
        parked.version(),
        parked.position(),
        parked.type(),
        Cause.CANNOT_PUBLISH,
        parked.reason(),
        state(parked.state()),
        parked.note(),
        null,
        parked.parkedAt(),
        parked.settledAt());
  }

  private static State state(ParkedStream.State state) {
    return switch (state) {
      case PARKED, RESUMING -> State.PARKED;
      case REPLAYED -> State.REPLAYED;
      case SKIPPED -> State.DISCARDED;
    };
  }
}
