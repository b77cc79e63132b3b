package dev.skald.domain;

import java.util.List;

/** Looks into decisions. */
public final class Decisions {

  private Decisions() {}

  /** The code of the refusal, or what was accepted instead. */
  public static <E> String refusal(Decision<E> decision) {
    return switch (decision) {
      case Decision.Refused<E>(var refusal) -> refusal.code();
      case Decision.Accepted<E> accepted -> "accepted: " + accepted.events();
    };
  }

  /** The facts, or a failure that says why there are none. */
  public static <E> List<E> accepted(Decision<E> decision) {
    return switch (decision) {
      case Decision.Refused<E>(var refusal) -> throw new AssertionError("refused: " + refusal);
      case Decision.Accepted<E>(var events) -> events;
    };
  }
}
