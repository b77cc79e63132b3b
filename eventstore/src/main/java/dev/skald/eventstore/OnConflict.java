package dev.skald.eventstore;

import java.util.List;

/** What to do when somebody else has appended to the stream that a command was decided on. */
public sealed interface OnConflict<S, E> {

  /** The conflict is the caller's. */
  record Fail<S, E>() implements OnConflict<S, E> {}

  /** Decide anew on the new state. */
  record Retry<S, E>(int attempts) implements OnConflict<S, E> {}

  /** Look at what came between. */
  record Resolve<S, E>(Resolver<S, E> resolver, int attempts) implements OnConflict<S, E> {}

  static <S, E> OnConflict<S, E> fail() {
    return new Fail<>();
  }

  static <S, E> OnConflict<S, E> retry(int attempts) {
    return new Retry<>(attempts);
  }

  static <S, E> OnConflict<S, E> resolve(Resolver<S, E> resolver, int attempts) {
    return new Resolve<>(resolver, attempts);
  }

  /** A rule of the business; it throws to refuse the command. */
  interface Resolver<S, E> {
    Resolution<E> resolve(Clash<S, E> clash);
  }

  /**
   * A race that was lost.
   *
   * @param decidedOn the state that was decided on
   * @param mine what was decided
   * @param theirs what others have appended since
   * @param now the state that theirs has led to
   */
  record Clash<S, E>(S decidedOn, List<E> mine, List<E> theirs, S now) {
    public Clash {
      mine = List.copyOf(mine);
      theirs = List.copyOf(theirs);
    }
  }

  sealed interface Resolution<E> {

    /** Append mine behind theirs: the two commute. */
    record Mine<E>() implements Resolution<E> {}

    /** Leave theirs alone: the command has happened, and changed nothing. */
    record Theirs<E>() implements Resolution<E> {}

    record Merged<E>(List<E> events) implements Resolution<E> {
      public Merged {
        events = List.copyOf(events);
      }
    }

    record DecideAnew<E>() implements Resolution<E> {}
  }
}
