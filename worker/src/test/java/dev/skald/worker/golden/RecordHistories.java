package dev.skald.worker.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.stack.EmbeddedPostgres;
import dev.skald.stack.TemporalBinaries;
import dev.skald.stack.TemporalServer;
import dev.skald.worker.Temporal;
import dev.skald.workflows.Sagas;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.orderprocessing.CheckedOrderProcessingSaga;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records the histories of paths that have none, on purpose: {@code ./skald record}. Those that are
 * there stand for runs that somebody has in flight, and stay unless they are asked for again. What
 * stands beside all of them is written as the code of today has it, where they replay.
 */
@EnabledIfSystemProperty(named = "record", matches = "true")
class RecordHistories {

  private static final int AT_A_TIME = 12;
  private static final boolean AGAIN = Boolean.getBoolean("again");

  /** Of the worked example, those in which its new step has a part. */
  private static final Set<String> NEW_WAYS =
      Set.of(
          "done",
          "check-fraud-refused",
          "check-fraud-at-second-try",
          "check-fraud-exhausted",
          "take-payment-refused");

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void record(@TempDir Path folder) throws Exception {
    String before = "";
    if (AGAIN) {
      before = accepted().toldOfForgotten();
      forgetGone();
    }
    List<Scenario> missing = missing(HistoryFile.HOME, ordinary());
    List<Scenario> example = missing(HistoryFile.AFTER, changed());
    if (!missing.isEmpty() || !example.isEmpty()) {
      play(folder, missing, example);
    }
    String recorded = AGAIN ? "%d path(s) recorded anew.%n" : "%d new path(s) recorded.%n";
    accept(before + recorded.formatted(missing.size()));
  }

  /** Paths of steps that there are no more. */
  private static void forgetGone() {
    List<Scenario> all = ordinary().toList();
    Set<String> paths = all.stream().map(Scenario::path).collect(Collectors.toSet());
    all.stream()
        .map(scenario -> scenario.saga().type().name())
        .distinct()
        .filter(RecordHistories::isWanted)
        .forEach(
            saga ->
                HistoryFile.paths().stream()
                    .filter(path -> path.startsWith(saga + "/") && !paths.contains(path))
                    .forEach(HistoryFile::forget));
  }

  /** What stands beside histories is written only once all are there. */
  private static void accept(String recorded) throws IOException {
    Acceptance acceptance = accepted();
    Files.writeString(Path.of("target", "recorded.txt"), recorded + acceptance.told());
    assertThat(acceptance.broken()).isEmpty();
  }

  /** Those that are there, held against the code of today. */
  private static Acceptance accepted() {
    try (Offline offline = Offline.open()) {
      Acceptance acceptance = new Acceptance(offline, HistoryFile.HOME);
      HistoryFile.paths().stream()
          .filter(path -> isWanted(path.substring(0, path.indexOf('/'))))
          .forEach(acceptance::accept);
      return acceptance;
    }
  }

  private static void play(Path folder, List<Scenario> missing, List<Scenario> example)
      throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("postgres"), 0);
        TemporalServer server =
            TemporalServer.start(
                folder.resolve("temporal"),
                postgres,
                TemporalBinaries.built().orElseThrow(),
                0,
                0);
        Temporal temporal = Temporal.at(server.target(), "default")) {
      record(temporal, Golden.SAGAS, HistoryFile.HOME, missing);
      List<Saga<?>> changed = List.of(new CheckedOrderProcessingSaga());
      record(temporal, changed, HistoryFile.AFTER, example);
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
    List<String> there = AGAIN ? List.of() : HistoryFile.paths(home);
    return scenarios
        .filter(scenario -> isWanted(scenario.saga().type().name()))
        .filter(scenario -> !there.contains(scenario.path()))
        .toList();
  }

  private static boolean isWanted(String saga) {
    String only = System.getProperty("saga", "");
    return only.isEmpty() || saga.equals(only);
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
                    HistoryFile.write(home, scenario.path(), recorder.play(scenario));
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
