package dev.skald.activities;

import static dev.skald.activities.Fault.WORKER_KILLED_AFTER_ITS_COMMIT;
import static dev.skald.activities.Fault.WORKER_KILLED_DURING;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skald.activities.FailureTable.Expected;
import dev.skald.activities.FailureTable.Row;
import dev.skald.activities.FailureTable.Script;
import dev.skald.stack.testing.TestServers;
import dev.skald.workflows.Sagas;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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

  private final AtomicBoolean killing = new AtomicBoolean();
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
    return Objects.requireNonNull(table).play(Sagas.ALL, story -> rows(story, troubles));
  }

  private List<Row> rows(Story story, List<Trouble> troubles) {
    List<Row> rows = new ArrayList<>();
    for (String step : story.steps()) {
      if (story.isUsual(step)) {
        for (Fault fault : List.of(WORKER_KILLED_DURING, WORKER_KILLED_AFTER_ITS_COMMIT)) {
          Trouble trouble = Trouble.at(step, fault, 1);
          troubles.add(trouble);
          rows.add(
              new Row(
                  "%s: %s %s".formatted(story.name(), step, fault),
                  story.saga,
                  List.of(trouble),
                  untilKilled(troubles),
                  Expected.of(story.goneTo(step))));
        }
      }
    }
    return rows;
  }

  private Script untilKilled(List<Trouble> all) {
    return _ -> {
      if (killing.compareAndSet(false, true)) {
        kill(all);
      }
      killed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    };
  }

  private void kill(List<Trouble> troubles) throws InterruptedException {
    for (Trouble trouble : troubles) {
      trouble.awaitReached();
    }
    Objects.requireNonNull(table).replaceWorker();
    killed.countDown();
  }
}
