package dev.skald.stack.testing;

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
}
