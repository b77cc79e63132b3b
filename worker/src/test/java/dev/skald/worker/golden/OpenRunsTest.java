package dev.skald.worker.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.worker.golden.RareSagas.Line;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaRun;
import dev.skald.workflows.engine.SagaRun.Branch;
import dev.skald.workflows.engine.SagaRun.Join;
import dev.skald.workflows.engine.SagaType;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whether what is told of runs that go on follows from their stories, and from nothing else. */
class OpenRunsTest {

  private static final int OFTEN = 25;

  /** The same feast by somebody who begins with the soup. */
  record SoupFirst(SagaType<Line> type) implements Saga<Line> {

    @Override
    public void run(SagaRun saga, Line request) {
      saga.step(RareSagas.LAY_TABLE, request);
      Branch<Line> soup = saga.branch(() -> saga.step(RareSagas.BOIL, request));
      Branch<Line> bread = saga.branch(() -> saga.step(RareSagas.BAKE, request));
      saga.join(Join.WAIT_FOR_ALL, soup, bread);
      saga.step(RareSagas.EAT, request);
    }
  }

  @Test
  void branches_are_told_in_the_order_in_which_they_ask_however_they_race() {
    assertThat(told(RareSagas.FEAST))
        .containsExactly(
            "1, after nothing: begin, asked for lay-table,"
                + " asked for chill, asked for smoke, bake, boil, slice, pour, carve, eat, end,"
                + " {\"status\":\"COMPLETED\",\"position\":1}");
  }

  @Test
  void another_order_in_the_story_is_told() {
    assertThat(told(new SoupFirst(RareSagas.FEAST.type())))
        .containsExactly(
            "1, after nothing: begin, asked for lay-table, boil, bake, eat, end,"
                + " {\"status\":\"COMPLETED\",\"position\":1}");
  }

  /** All that is told of many runs of a feast, side by side. */
  private static Set<String> told(Saga<?> feast) {
    List<HistoryEvent> begun = HistoryFile.read("rare-feast/done").getEvents().subList(0, 1);
    try (Offline offline = Offline.open(List.of(feast))) {
      List<CompletableFuture<List<HistoryEvent>>> runs =
          Stream.generate(() -> offline.runs().goOn(begun)).limit(OFTEN).toList();
      return runs.stream().map(run -> Parked.told(begun, 1, run)).collect(Collectors.toSet());
    }
  }
}
