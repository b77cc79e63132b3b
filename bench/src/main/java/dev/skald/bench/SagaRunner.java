package dev.skald.bench;

import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** Something that runs sagas, in processes of its own. */
interface SagaRunner extends AutoCloseable {

  /** As it is asked for. */
  String id();

  /** What its processes and its database are called, or how their names begin. */
  default String processes() {
    return id();
  }

  /** As people read it. */
  String name();

  String guarantee();

  default List<Ending> endings() {
    return List.of(Ending.values());
  }

  /** Returns when the saga has ended so, and whoever asks sees all of it; throws otherwise. */
  void run(String saga, Ending ending, SplittableRandom random) throws Exception;

  /** How many sagas stand recorded with this ending, if it records them. */
  OptionalLong recorded(Ending ending) throws Exception;

  /** What must hold at the end, besides. */
  default List<Report.Check> checks() throws SQLException {
    return List.of();
  }

  /** May be called twice, where several run in the same processes. */
  @Override
  void close();
}
