package dev.skald.worker.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.worker.golden.Scenario.Act;
import dev.skald.worker.golden.Script.Cue;
import dev.skald.workflows.engine.DecisionKind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whether every path of a story is drawn. */
class DrawingTest {

  private static final Map<String, Scenario> VISIT =
      Scenario.of(RareSagas.VISIT).stream()
          .collect(Collectors.toMap(Scenario::name, Function.identity()));

  private static Scenario path(String name) {
    assertThat(VISIT).containsKey(name);
    return Objects.requireNonNull(VISIT.get(name));
  }

  @Test
  void an_event_comes_late_or_never_and_its_saga_is_called_off_meanwhile() {
    assertThat(VISIT)
        .containsKeys(
            "arrived-late", "arrived-timed-out", "arrived-called-off", "arrived-cancelled")
        .containsKeys(
            "phoned-timed-out-retry", "phoned-timed-out-skip", "phoned-timed-out-resolve");
    assertThat(path("arrived-late").acts()).contains(new Act.Send("guest-arrived"));
  }

  @Test
  void people_are_asked_about_a_step_before_the_pivot_and_decide_in_each_way() {
    assertThat(VISIT)
        .containsKeys(
            "invite-exhausted-retry", "invite-exhausted-skip", "invite-exhausted-resolve");
    assertThat(path("invite-exhausted-skip").acts())
        .containsExactly(new Act.Settle("invite", DecisionKind.SKIP));
  }

  @Test
  void steps_of_another_way_have_paths_on_which_the_first_fails_where_it_leads_to_them() {
    assertThat(path("order-in-refused").cues())
        .isEqualTo(Map.of("cook", List.of(Cue.REFUSE), "order-in", List.of(Cue.REFUSE)));
    assertThat(path("phoned-late").cues())
        .isEqualTo(
            Map.of("arrived", List.of(Cue.NOT_YET, Cue.NOT_YET), "phoned", List.of(Cue.NOT_YET)));
    assertThat(path("undo-order-in-refused-skip").cues())
        .containsKeys("cook", "dine", "undo order-in");
  }

  @Test
  void what_only_a_code_leads_to_has_paths_on_which_the_step_is_refused_with_it() {
    Map<String, Scenario> paths =
        Scenario.of(RareSagas.CHOICE).stream()
            .collect(Collectors.toMap(Scenario::name, Function.identity()));

    assertThat(paths).containsKeys("order-in-at-second-try", "dine-at-second-try");
    assertThat(paths.get("cook-refused"))
        .extracting(Scenario::codes)
        .isEqualTo(Map.of("cook", "no-gas"));
    assertThat(paths.get("order-in-at-second-try"))
        .extracting(Scenario::codes)
        .isEqualTo(Map.of("cook", "no-time"));
    assertThat(Telling.all(RareSagas.CHOICE))
        .extracting(Telling::steps)
        .containsExactly(List.of("cook", "dine"), List.of(), List.of("order-in", "dine"));
  }

  @Test
  void a_step_is_drawn_by_the_example_that_leads_to_it() {
    Map<String, Record> requests =
        Scenario.of(RareSagas.REQUEST).stream()
            .collect(Collectors.toMap(Scenario::name, Scenario::request));

    RareSagas.Line usual = new RareSagas.Line("go");
    RareSagas.Line other = new RareSagas.Line("order in");
    assertThat(requests)
        .containsEntry("done", usual)
        .containsEntry("done-by-delivered", other)
        .containsEntry("cook-refused", usual)
        .containsEntry("order-in-refused", other)
        .containsEntry("dine-refused", usual);
  }

  @Test
  void a_way_is_given_up_at_each_of_its_steps() {
    assertThat(Telling.all(RareSagas.VISIT))
        .extracting(Telling::steps)
        .containsExactly(
            List.of("invite", "cook", "arrived", "dine"),
            List.of("invite", "order-in", "dine"),
            List.of("invite", "phoned", "dine"));
  }
}
