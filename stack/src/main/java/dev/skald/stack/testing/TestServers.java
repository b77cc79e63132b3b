package dev.skald.stack.testing;

import dev.skald.stack.TemporalBinaries;
import java.util.Optional;

/**
 * Servers for tests. Each is started by the first test that asks for it and serves all modules of
 * the build, or all runs of the IDE; it ends with them.
 */
public final class TestServers {

  private TestServers() {}

  public static TestPostgres postgres() {
    return ServerKind.postgres(Keepers.OF_THIS_BUILD.keep(ServerKind.POSTGRES));
  }

  /** The bootstrap servers of Kafka. Topics are shared by all tests: name them uniquely. */
  public static String kafka() {
    return ServerKind.kafka(Keepers.OF_THIS_BUILD.keep(ServerKind.KAFKA));
  }

  /**
   * Where a real Temporal server listens, if one has been built on this machine: it takes minutes,
   * so a test does not do it. Skip with a sentence what only this server can answer.
   */
  public static Optional<String> temporal() {
    return TemporalBinaries.built()
        .map(_ -> Keepers.OF_THIS_BUILD.keep(ServerKind.TEMPORAL).value("target"));
  }
}
