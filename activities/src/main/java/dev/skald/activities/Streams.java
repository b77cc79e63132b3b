package dev.skald.activities;

import dev.skald.activities.Outcome.Facts;
import dev.skald.domain.Decision;
import dev.skald.eventstore.Aggregates;
import dev.skald.eventstore.Decider;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.Loaded;
import dev.skald.eventstore.StreamId;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The streams of one kind of aggregate: how steps and commands load them and decide on them.
 *
 * @param <S> the state
 * @param <E> the events that it is folded from
 */
public final class Streams<S, E> {

  private static final int REMEMBERED = 2_000;

  private final String category;
  private final BiFunction<S, E, S> evolve;
  private final Aggregates<Void, S, E> aggregates;

  public Streams(
      EventStore store,
      EventTypeRegistry types,
      String category,
      Class<E> events,
      S initial,
      BiFunction<S, E, S> evolve) {
    types.require(events);
    this.category = category;
    this.evolve = evolve;
    this.aggregates =
        new Aggregates<>(store, types, Decider.fold(events, initial, evolve))
            .remembering(REMEMBERED);
  }

  public StreamId stream(String id) {
    return StreamId.of(category, id);
  }

  public Loaded<S> load(String id) {
    return aggregates.load(stream(id));
  }

  /** What a decision about one aggregate comes to; the answer is drawn from the state after it. */
  public <A> Outcome<A> decide(
      String id, Function<S, Decision<E>> decision, Function<S, A> answer) {
    Loaded<S> loaded = load(id);
    return switch (decision.apply(loaded.state())) {
      case Decision.Refused<E>(var refusal) -> new Outcome.Refused<>(refusal);
      case Decision.Accepted<E>(var events) ->
          new Outcome.Done<>(
              answer.apply(after(loaded.state(), events)), List.of(facts(loaded, events)));
    };
  }

  /** Events for the stream, if it is still as it was loaded. */
  public Facts facts(Loaded<S> loaded, List<E> events) {
    return new Facts(
        loaded.stream(), loaded.expected(), events.stream().map(Record.class::cast).toList());
  }

  private S after(S state, List<E> events) {
    S after = state;
    for (E event : events) {
      after = evolve.apply(after, event);
    }
    return after;
  }
}
