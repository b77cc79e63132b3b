package dev.skald.bench;

import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** Something that runs sagas, in processes of its own. */
interface SagaRunner extends AutoCloseable {

  /** What its processes and its database are called. */
  String id();

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

  @Override
  void close();
}
