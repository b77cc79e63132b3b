package dev.skald.bench;

import java.sql.SQLException;

/** Something that many can do at the same time. */
@FunctionalInterface
interface Work {

  /** One of those who do it, again and again, each waiting for the end of one before the next. */
  @FunctionalInterface
  interface Caller extends AutoCloseable {

    /** Returns when it is done, with how much it was: events, or loads. */
    int call() throws Exception;

    @Override
    default void close() throws SQLException {}
  }

  Caller caller(int number, int of) throws Exception;

  /** Whether its callers mostly wait for each other, and can do so on virtual threads. */
  default boolean waitsInside() {
    return false;
  }
}
