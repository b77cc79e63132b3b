package dev.skald.activities;

import static dev.skald.activities.Fault.WORKER_KILLED_AFTER_ITS_COMMIT;
import static dev.skald.activities.Fault.WORKER_KILLED_DURING;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skald.activities.FailureTable.Row;
import dev.skald.activities.FailureTable.Script;
import dev.skald.stack.testing.TestServers;
import dev.skald.workflows.Sagas;
import dev.skald.workflows.engine.Saga;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A worker dies while it is at every step of every saga, and another one takes over from it. The
 * in-process server never misses a worker, so this one is the real one.
 */
class WorkerKilledTest {

  private static final int PATIENCE_SECONDS = 60;

  /** All must be under way when the worker dies. */
  private static final int EVERYTHING = 1000;

  private static @Nullable FailureTable table;

  private final CountDownLatch killed = new CountDownLatch(1);

  @BeforeAll
  static void start() {
    Optional<String> server = TestServers.temporal();
    assumeTrue(server.isPresent(), "Temporal's server is not built here: `./skald up` makes it");
    table = new FailureTable(TestTemporal.onServer(server.get()), EVERYTHING);
  }

  @AfterAll
  static void stop() {
    if (table != null) {
      table.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> another_worker_goes_on_where_a_killed_one_was_and_does_nothing_twice()
      throws Exception {
    List<Trouble> troubles = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    for (Saga<?> saga : Sagas.ALL) {
      for (String step : new Story(saga).steps()) {
        for (Fault fault : List.of(WORKER_KILLED_DURING, WORKER_KILLED_AFTER_ITS_COMMIT)) {
          Trouble trouble = Trouble.at(step, fault, 1);
          String name = "%s: %s %s".formatted(saga.type().name(), step, fault);
          troubles.add(trouble);
          rows.add(Row.done(name, saga, trouble, untilKilled()));
        }
      }
    }
    Thread.ofVirtual().start(() -> kill(troubles));
    return Objects.requireNonNull(table).play(rows);
  }

  private Script untilKilled() {
    return _ -> killed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private void kill(List<Trouble> troubles) {
    try {
      for (Trouble trouble : troubles) {
        trouble.awaitReached();
      }
      Objects.requireNonNull(table).replaceWorker();
      killed.countDown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
