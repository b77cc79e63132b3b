package dev.skald.eventstore;

import dev.skald.eventstore.OnConflict.Clash;
import dev.skald.eventstore.OnConflict.Resolution;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** Loads aggregates of one kind from their streams, and runs commands on them. */
public final class Aggregates<C, S, E> {

  private static final int DEFAULT_ATTEMPTS = 20;
  private static final Executor VIRTUAL = Thread::startVirtualThread;

  private final EventStore store;
  private final Decider<C, S, E> decider;
  private final AggregateReader<S, E> reader;
  private final OnConflict<S, E> onConflict;

  public Aggregates(EventStore store, EventTypeRegistry types, Decider<C, S, E> decider) {
    this(
        store,
        decider,
        new AggregateReader<>(store, types, decider, SnapshotPolicy.none(), new Remembered<>(0)),
        OnConflict.retry(DEFAULT_ATTEMPTS));
  }

  private Aggregates(
      EventStore store,
      Decider<C, S, E> decider,
      AggregateReader<S, E> reader,
      OnConflict<S, E> onConflict) {
    this.store = store;
    this.decider = decider;
    this.reader = reader;
    this.onConflict = onConflict;
  }

  public Aggregates<C, S, E> onConflict(OnConflict<S, E> choice) {
    return new Aggregates<>(store, decider, reader, choice);
  }

  public Aggregates<C, S, E> withSnapshots(SnapshotPolicy<S> policy) {
    return new Aggregates<>(store, decider, reader.withSnapshots(policy), onConflict);
  }

  /**
   * Keeps the states of so many streams in memory, the most recently used ones. Each load still
   * asks for what came after, so that what it answers is as fresh as without.
   */
  public Aggregates<C, S, E> remembering(int streams) {
    return new Aggregates<>(store, decider, reader.remembering(streams), onConflict);
  }

  public Loaded<S> load(StreamId stream) {
    return reader.load(stream);
  }

  /** As it was at a time. */
  public Loaded<S> loadAsOf(StreamId stream, Instant time) {
    return reader.load(stream, StreamRead.forwards().asOf(time));
  }

  /** As it was at a version. */
  public Loaded<S> loadAsOf(StreamId stream, long version) {
    return reader.load(stream, StreamRead.forwards().asOf(version));
  }

  /**
   * Runs a command once: decides on the state as it is and appends what follows. Whatever the
   * decision throws is thrown, and nothing is appended.
   */
  public Handled handle(Command<C> command) {
    long started = System.nanoTime();
    Optional<RecordedCommand> recorded = store.command(command.id());
    if (recorded.isPresent()) {
      // The append answers it: it knows the first answer, a reused id and a closed one.
      return append(command, Expected.any(), List.of(), started);
    }
    Loaded<S> loaded = load(command.stream());
    List<E> events = decide(command, loaded);
    for (int attempt = 1; ; attempt++) {
      try {
        return append(command, loaded.expected(), events, started);
      } catch (StreamConflict conflict) {
        if (attempt > attempts() || !isOf(conflict, command.stream())) {
          throw conflict;
        }
        pause(attempt);
        Loaded<S> now = load(command.stream());
        events = afterConflict(command, loaded, events, now);
        loaded = now;
      }
    }
  }

  /** As {@link #handle}, on a thread of its own; the future fails with the same exceptions. */
  public CompletableFuture<Handled> handleAsync(Command<C> command) {
    return CompletableFuture.supplyAsync(() -> handle(command), VIRTUAL);
  }

  private Handled append(Command<C> command, Expected expected, List<E> events, long started) {
    Appended appended = store.append(command.append(expected, events));
    long version = appended.versions().getOrDefault(command.stream(), 0L);
    int count = appended.repeated() ? recordedEvents(command) : events.size();
    return new Handled(
        command.id(),
        version,
        appended.position(),
        count,
        appended.repeated(),
        Duration.ofNanos(System.nanoTime() - started));
  }

  private int recordedEvents(Command<C> command) {
    return (int)
        store.command(command.id()).stream()
            .flatMap(recorded -> recorded.events().stream())
            .filter(event -> event.streamId().equals(command.stream()))
            .count();
  }

  private List<E> decide(Command<C> command, Loaded<S> loaded) {
    return List.copyOf(decider.decide().apply(command.command(), loaded.state()));
  }

  private List<E> afterConflict(Command<C> command, Loaded<S> before, List<E> mine, Loaded<S> now) {
    return switch (onConflict) {
      case OnConflict.Fail<S, E> _ -> throw new IllegalStateException("a conflict fails at once");
      case OnConflict.Retry<S, E> _ -> decide(command, now);
      case OnConflict.Resolve<S, E> resolve -> {
        List<E> theirs = reader.eventsBetween(command.stream(), before.version(), now.version());
        Clash<S, E> clash = new Clash<>(before.state(), mine, theirs, now.state());
        yield switch (resolve.resolver().resolve(clash)) {
          case Resolution.Mine<E> _ -> mine;
          case Resolution.Theirs<E> _ -> List.of();
          case Resolution.Merged<E> merged -> new ArrayList<>(merged.events());
          case Resolution.DecideAnew<E> _ -> decide(command, now);
        };
      }
    };
  }

  private int attempts() {
    return switch (onConflict) {
      case OnConflict.Fail<S, E> _ -> 0;
      case OnConflict.Retry<S, E> retry -> retry.attempts();
      case OnConflict.Resolve<S, E> resolve -> resolve.attempts();
    };
  }

  private static boolean isOf(StreamConflict conflict, StreamId stream) {
    return conflict.mismatches().stream().allMatch(m -> m.stream().equals(stream));
  }

  /** Those who lost together should not meet again at once. */
  private static void pause(int attempt) {
    if (attempt > 1) {
      LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(attempt * 500_000L));
    }
  }
}
