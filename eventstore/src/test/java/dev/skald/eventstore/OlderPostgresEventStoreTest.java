package dev.skald.eventstore;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract, kept by the older Postgres that Debian has, with that server's own settings. */
class OlderPostgresEventStoreTest extends EventStoreContract {

  @TempDir private static @Nullable Path folder;

  private static @Nullable InstalledPostgres postgres;
  private static @Nullable TestStore testStore;

  @BeforeAll
  static void start() throws Exception {
    Optional<Path> binaries = InstalledPostgres.binaries();
    boolean root = System.getProperty("user.name", "").equals("root");
    assumeTrue(binaries.isPresent() && root && folder != null, "no Postgres is installed");
    InstalledPostgres started =
        InstalledPostgres.start(binaries.orElseThrow(), Objects.requireNonNull(folder));
    postgres = started;
    testStore = TestStore.open(started.database(), TestStore.PATIENT);
  }

  @AfterAll
  static void stop() throws Exception {
    if (testStore != null) {
      testStore.close();
    }
    if (postgres != null) {
      postgres.stop();
    }
  }

  @Override
  EventStore store() {
    return Objects.requireNonNull(testStore).store();
  }
}
