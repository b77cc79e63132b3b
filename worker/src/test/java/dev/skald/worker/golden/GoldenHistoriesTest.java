package dev.skald.worker.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.workflows.Sagas;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.History;
import io.temporal.common.WorkflowExecutionHistory;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No change of a saga, or of the engine, breaks a run that an earlier release began. If one does on
 * purpose, it goes behind {@code Workflow.getVersion}, or the saga is pinned and both builds run
 * side by side; histories are recorded anew only for new paths.
 */
class GoldenHistoriesTest {

  private static Offline offline;

  @BeforeAll
  static void open() {
    offline = Offline.open();
  }

  @AfterAll
  static void close() {
    offline.close();
  }

  static Stream<String> paths() {
    return HistoryFile.paths().stream();
  }

  @ParameterizedTest
  @MethodSource("paths")
  void a_run_goes_on_as_it_began(String path) {
    Golden.Replay replay = offline.golden().replay(HistoryFile.read(path));

    assertThat(replay.broken()).as(path).isEmpty();
    Beside commands = Beside.commands(HistoryFile.HOME, path);
    commands.update(replay.commands());
    assertThat(Difference.between(commands.lines(), replay.commands()))
        .as("%s: what it asks for; `./skald record` writes it, to be looked at", path)
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("paths")
  void a_run_that_is_still_open_does_so_too_wherever_it_waits(String path) {
    WorkflowExecutionHistory whole = HistoryFile.read(path);

    List<Integer> ends =
        IntStream.range(2, whole.getEvents().size())
            .filter(
                i ->
                    whole.getEvents().get(i).getEventType()
                        == EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED)
            .boxed()
            .toList();

    for (int end : ends) {
      WorkflowExecutionHistory open =
          new WorkflowExecutionHistory(
              History.newBuilder().addAllEvents(whole.getEvents().subList(0, end)).build(),
              whole.getWorkflowExecution().getWorkflowId());
      assertThat(offline.golden().replay(open).broken())
          .as("%s, up to event %d", path, end)
          .isEmpty();
    }
  }

  @Test
  void every_path_of_every_saga_has_a_history() {
    assertThat(HistoryFile.paths())
        .as("./skald record makes what is missing; what is there is left alone")
        .containsAll(
            Stream.concat(
                    Sagas.ALL.stream().flatMap(saga -> Scenario.of(saga).stream()),
                    RareWays.all().stream())
                .map(Scenario::path)
                .toList());
  }
}
