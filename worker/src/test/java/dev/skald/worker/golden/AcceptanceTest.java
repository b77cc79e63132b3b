package dev.skald.worker.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.orderprocessing.CheckedOrderProcessingSaga;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./skald record} does with histories that are there. */
class AcceptanceTest {

  private static final String DONE = "order-processing/done";
  private static final String RETRIED = "order-processing/take-payment-at-second-try";

  private static Offline today;
  private static Offline changed;
  private static Offline careless;

  @TempDir private Path home;

  @BeforeAll
  static void open() {
    Saga<?> saga = new CheckedOrderProcessingSaga();
    today = Offline.open();
    changed = Offline.open(List.of(saga));
    careless = Offline.open(List.of(new AddedStepTest.Careless(new CheckedOrderProcessingSaga())));
  }

  @AfterAll
  static void close() {
    today.close();
    changed.close();
    careless.close();
  }

  private void copy(String path, String... endings) throws IOException {
    for (String ending : endings) {
      Path copy = home.resolve(path + ending);
      Files.createDirectories(copy.getParent());
      Files.copy(HistoryFile.HOME.resolve(path + ending), copy);
    }
  }

  private Acceptance accept(Offline offline, String... paths) {
    Acceptance acceptance = new Acceptance(offline, home);
    List.of(paths).forEach(acceptance::accept);
    return acceptance;
  }

  private void assertAsRecorded(String path) {
    assertThat(home.resolve(path + ".commands"))
        .hasSameTextualContentAs(HistoryFile.HOME.resolve(path + ".commands"));
    assertThat(home.resolve(path + ".continued"))
        .hasSameTextualContentAs(HistoryFile.HOME.resolve(path + ".continued"));
  }

  @Test
  void all_that_stands_beside_a_new_history_is_written_at_once() throws IOException {
    copy(RETRIED, ".json");

    Acceptance acceptance = accept(today, RETRIED);

    assertAsRecorded(RETRIED);
    assertThat(acceptance.broken()).isEmpty();
    assertThat(acceptance.told()).hasLineCount(1).contains("1 path(s) replay");
  }

  @Test
  void nothing_is_told_where_nothing_has_changed() throws IOException {
    copy(RETRIED, ".json", ".commands", ".continued");

    Acceptance acceptance = accept(today, RETRIED);

    assertAsRecorded(RETRIED);
    assertThat(acceptance.told()).hasLineCount(1);
  }

  @Test
  void a_change_that_older_runs_do_not_mind_is_written_and_told_once() throws IOException {
    copy(DONE, ".json", ".commands");
    copy(RETRIED, ".json", ".commands", ".continued");

    Acceptance acceptance = accept(changed, DONE, RETRIED);

    assertThat(acceptance.broken()).isEmpty();
    assertThat(Beside.commands(home, DONE).lines())
        .contains("asks for the version of fraud-check, -1 to 1");
    assertThat(acceptance.told())
        .contains(
            "2 path(s) replay",
            "2 of them ask for something else than before",
            "2 times, as in order-processing/done: + asks for the version of fraud-check, -1 to 1",
            "2 times, as in order-processing/done: does saga.Started: ")
        .containsPattern("\"check-fraud\".*, before ");
  }

  @Test
  void where_a_run_would_stop_nothing_is_touched() throws IOException {
    copy(RETRIED, ".json", ".commands", ".continued");

    Acceptance acceptance = accept(careless, RETRIED);

    assertAsRecorded(RETRIED);
    assertThat(acceptance.broken()).containsExactly(RETRIED);
    assertThat(acceptance.told())
        .contains("1 path(s) do not", "  " + RETRIED + ": ", "saga.knows(...)");
  }

  @Test
  void of_histories_that_are_forgotten_it_is_told_on_which_a_run_would_stop() throws IOException {
    copy(DONE, ".json", ".commands");
    copy(RETRIED, ".json", ".commands", ".continued");

    assertThat(accept(careless, DONE, RETRIED).toldOfForgotten())
        .contains(
            "0 path(s) from before replay",
            "2 path(s) from before do not",
            "  " + DONE + ": io.temporal.worker.NonDeterministicException: ",
            "  " + RETRIED + ": io.temporal.worker.NonDeterministicException: ",
            "saga.knows(...)")
        .doesNotContain("no run stops", "--again --saga");
    assertThat(accept(changed, DONE, RETRIED).toldOfForgotten())
        .contains(
            "2 path(s) from before replay", "2 of them ask for something else", "no run stops")
        .doesNotContain("do not:");
  }

  @Test
  void lines_that_are_gone_are_told_and_others_with_what_was_there() {
    Changes changes = new Changes();
    List<String> before = List.of("does a", "    told 2026-11-21T22:01:52.947Z", "waits", "ends");
    List<String> now = new ArrayList<>(before);
    now.set(1, "    told 2026-11-21T22:01:52.947Z and more");
    now.remove("waits");

    changes.add("some-saga/done", before, now);
    changes.add("some-saga/refused", before, now);

    assertThat(changes.told())
        .containsExactly(
            "  2 times, as in some-saga/done: does a: told * and more, before told *",
            "  2 times, as in some-saga/done: - waits");
  }
}
