package dev.skald.bench;

/** Something that stores events, ours or another's. A call has returned when all is durable. */
interface Contender extends Work, AutoCloseable {

  String name();

  /** What whoever uses it can rely on. */
  String guarantee();

  /** How many events a reader finds in the end. */
  long consumed() throws Exception;

  @Override
  default void close() {}
}
