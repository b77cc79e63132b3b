package dev.skald.projections.engine;

/** Where events come from, as which sealed type they are read, and what becomes of them. */
public sealed interface Source<E> {

  String category();

  Class<E> type();

  /** Each event writes rows by itself: entries, sums. */
  record EachEvent<E>(String category, Class<E> type, Writer<E> writer) implements Source<E> {}

  /** The events of a stream are folded in memory, and its state is one row. */
  record EachStream<S, E>(String category, Class<E> type, StateTable<S, E> table)
      implements Source<E> {}

  static <E> Source<E> eachEvent(String category, Class<E> type, Writer<E> writer) {
    return new EachEvent<>(category, type, writer);
  }

  static <S, E> Source<E> eachStream(String category, Class<E> type, StateTable<S, E> table) {
    return new EachStream<>(category, type, table);
  }

  @FunctionalInterface
  interface Writer<E> {
    void write(Fact<E> fact, Rows rows);
  }
}
