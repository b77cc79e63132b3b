package dev.skald.domain;

import java.util.List;

/** What a decision comes to: the facts to record, or the reason why not. */
public sealed interface Decision<E> {

  record Accepted<E>(List<E> events) implements Decision<E> {
    public Accepted {
      events = List.copyOf(events);
    }
  }

  record Refused<E>(Refusal refusal) implements Decision<E> {}

  static <E> Decision<E> accept(E event) {
    return new Accepted<>(List.of(event));
  }

  /** Nothing to do, and nothing wrong with it. */
  static <E> Decision<E> unchanged() {
    return new Accepted<>(List.of());
  }

  static <E> Decision<E> refuse(String code, String message) {
    return new Refused<>(new Refusal(code, message));
  }
}
