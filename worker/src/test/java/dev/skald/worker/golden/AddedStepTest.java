package dev.skald.worker.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaRun;
import dev.skald.workflows.engine.SagaType;
import dev.skald.workflows.orderprocessing.CheckedOrderProcessingSaga;
import dev.skald.workflows.orderprocessing.OrderProcessing;
import io.temporal.api.history.v1.HistoryEvent;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The worked example of {@code docs/changing-sagas.md}: orders are checked for fraud before they
 * are paid, and those under way end as they began.
 */
class AddedStepTest {

  private static final String NEW_STEP = "fraud.Check";

  private static Offline checked;

  /** The same change by somebody who does not ask what a run knows. */
  record Careless(Saga<OrderProcessing> saga) implements Saga<OrderProcessing> {

    @Override
    public SagaType<OrderProcessing> type() {
      return saga.type();
    }

    @Override
    public void run(SagaRun run, OrderProcessing request) {
      saga.run(knowingAll(run), request);
    }

    private static SagaRun knowingAll(SagaRun run) {
      return (SagaRun)
          Proxy.newProxyInstance(
              SagaRun.class.getClassLoader(),
              new Class<?>[] {SagaRun.class},
              (_, method, arguments) -> {
                if (method.getName().equals("knows")) {
                  return true;
                }
                try {
                  return method.invoke(run, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getTargetException();
                }
              });
    }
  }

  @BeforeAll
  static void open() {
    checked = Offline.open(List.of(new CheckedOrderProcessingSaga()));
  }

  @AfterAll
  static void close() {
    checked.close();
  }

  static Stream<String> before() {
    return HistoryFile.paths(HistoryFile.BEFORE).stream();
  }

  static Stream<String> after() {
    return HistoryFile.paths(HistoryFile.AFTER).stream();
  }

  @ParameterizedTest
  @MethodSource("before")
  void a_run_that_began_before_the_change_goes_on_as_it_began(String path) {
    Golden.Replay replay = checked.golden().replay(HistoryFile.read(HistoryFile.BEFORE, path));

    assertThat(replay.broken()).isEmpty();
    assertThat(replay.commands()).noneMatch(command -> command.contains(NEW_STEP));
  }

  @ParameterizedTest
  @MethodSource("after")
  void a_run_that_began_after_the_change_takes_the_new_step(String path) {
    Golden.Replay replay = checked.golden().replay(HistoryFile.read(HistoryFile.AFTER, path));

    assertThat(replay.broken()).isEmpty();
    assertThat(replay.commands()).anyMatch(command -> command.contains(NEW_STEP));
  }

  @Test
  void without_asking_what_a_run_knows_every_run_would_break_that_had_come_past_the_place() {
    Golden careless =
        new Golden(
            checked.temporal().getWorkflowClient(),
            List.of(new Careless(new CheckedOrderProcessingSaga())));

    List<String> sound =
        before()
            .filter(
                path ->
                    careless.replay(HistoryFile.read(HistoryFile.BEFORE, path)).broken().isEmpty())
            .toList();

    assertThat(sound).containsExactly("order-processing/reserve-stock-called-off");
  }

  @Test
  void nor_could_one_go_on_that_waits_behind_the_place() {
    List<HistoryEvent> whole =
        HistoryFile.read(HistoryFile.BEFORE, "order-processing/take-payment-at-second-try")
            .getEvents();
    int end = Parked.in(whole).getFirst();
    try (OpenRuns careless =
        new OpenRuns(
            checked.temporal().getWorkflowClient().getOptions(),
            List.of(new Careless(new CheckedOrderProcessingSaga())))) {

      assertThat(Parked.told(whole, end, careless.goOn(whole.subList(0, end))))
          .contains("CANNOT GO ON", "NON_DETERMINISTIC");
    }
  }

  @Test
  void a_run_takes_the_new_step_if_it_has_not_come_past_the_place() {
    assertThat(continued("order-processing/reserve-stock-at-second-try", 0))
        .contains("check-fraud", "take-payment")
        .endsWith("{\"status\":\"COMPLETED\",\"position\":1}");
  }

  @Test
  void a_run_goes_on_without_it_if_it_has() {
    assertThat(continued("order-processing/take-payment-at-second-try", 0))
        .doesNotContain("check-fraud")
        .endsWith("{\"status\":\"COMPLETED\",\"position\":1}");
  }

  @Test
  void a_run_that_begins_today_takes_it() {
    List<HistoryEvent> whole =
        HistoryFile.read(HistoryFile.BEFORE, "order-processing/done").getEvents();

    assertThat(Parked.told(whole, 1, checked.runs().goOn(whole.subList(0, 1))))
        .contains("check-fraud")
        .endsWith("{\"status\":\"COMPLETED\",\"position\":1}");
  }

  /**
   * @param place which of those at which it waits
   */
  private static String continued(String path, int place) {
    List<HistoryEvent> whole = HistoryFile.read(HistoryFile.BEFORE, path).getEvents();
    int end = Parked.in(whole).get(place);
    return Parked.told(whole, end, checked.runs().goOn(whole.subList(0, end)));
  }
}
