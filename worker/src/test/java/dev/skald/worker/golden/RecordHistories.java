package dev.skald.worker.golden;

import dev.skald.stack.EmbeddedPostgres;
import dev.skald.stack.TemporalBinaries;
import dev.skald.stack.TemporalServer;
import dev.skald.worker.Temporal;
import dev.skald.workflows.Sagas;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.orderprocessing.CheckedOrderProcessingSaga;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records the histories of paths that have none, on purpose: {@code ./skald record}. Those that are
 * there stand for runs that somebody has in flight, and stay unless they are asked for again.
 */
@EnabledIfSystemProperty(named = "record", matches = "true")
class RecordHistories {

  private static final int AT_A_TIME = 12;

  /** Of the worked example, those in which its new step has a part. */
  private static final Set<String> NEW_WAYS =
      Set.of(
          "done",
          "check-fraud-refused",
          "check-fraud-at-second-try",
          "check-fraud-exhausted",
          "take-payment-refused");

  @Test
  void record(@TempDir Path folder) throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("postgres"), 0);
        TemporalServer server =
            TemporalServer.start(
                folder.resolve("temporal"),
                postgres,
                TemporalBinaries.built().orElseThrow(),
                0,
                0);
        Temporal temporal = Temporal.at(server.target())) {
      List<Saga<?>> example = List.of(new CheckedOrderProcessingSaga());
      record(temporal, Golden.SAGAS, HistoryFile.HOME, missing(HistoryFile.HOME, ordinary()));
      record(temporal, example, HistoryFile.AFTER, missing(HistoryFile.AFTER, changed()));
    }
  }

  private static Stream<Scenario> ordinary() {
    return Stream.concat(
        Sagas.ALL.stream().map(Scenario::of).flatMap(List::stream), RareWays.all().stream());
  }

  private static Stream<Scenario> changed() {
    return Scenario.of(new CheckedOrderProcessingSaga()).stream()
        .filter(scenario -> NEW_WAYS.contains(scenario.name()));
  }

  private static List<Scenario> missing(Path home, Stream<Scenario> scenarios) {
    String only = System.getProperty("saga", "");
    List<String> there = Boolean.getBoolean("again") ? List.of() : HistoryFile.paths(home);
    return scenarios
        .filter(scenario -> only.isEmpty() || scenario.saga().type().name().equals(only))
        .filter(scenario -> !there.contains(scenario.path()))
        .toList();
  }

  private static void record(
      Temporal temporal, List<Saga<?>> sagas, Path home, List<Scenario> scenarios)
      throws Exception {
    if (scenarios.isEmpty()) {
      return;
    }
    String taskQueue = home.getFileName().toString();
    try (Recorder recorder = new Recorder(temporal.client(), sagas, taskQueue);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Semaphore free = new Semaphore(AT_A_TIME);
      List<Future<?>> runs = new ArrayList<>();
      for (Scenario scenario : scenarios) {
        runs.add(
            threads.submit(
                () -> {
                  free.acquire();
                  try {
                    HistoryFile.write(
                        home.resolve(scenario.path() + ".json"), recorder.play(scenario));
                  } finally {
                    free.release();
                  }
                  return null;
                }));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    }
  }
}
