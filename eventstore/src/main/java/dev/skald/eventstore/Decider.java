package dev.skald.eventstore;

import java.util.List;
import java.util.function.BiFunction;

/**
 * An aggregate as pure functions: what a command makes of a state, and a state of an event.
 *
 * @param events the type that all its events have in common; others in its stream are passed over
 * @param decide the facts that follow from a command, none if it changes nothing; it throws to
 *     refuse
 */
public record Decider<C, S, E>(
    Class<E> events,
    S initial,
    BiFunction<S, E, S> evolve,
    BiFunction<C, S, List<? extends E>> decide) {

  /** One that is only loaded; what follows is decided elsewhere. */
  public static <S, E> Decider<Void, S, E> fold(
      Class<E> events, S initial, BiFunction<S, E, S> evolve) {
    return new Decider<>(events, initial, evolve, (_, _) -> List.of());
  }
}
