package dev.skald.worker.release;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Thousands of runs may break, and of few kinds. */
class BreakTest {

  @Test
  void runs_that_break_alike_are_of_one_kind_whatever_they_are_called() {
    Break happy = breaks("gift-card-happy");
    Break seventh = breaks("gift-card-2026-7");

    assertThat(happy.kind()).isEqualTo(seventh.kind()).contains("no command for event");
    assertThat(happy.message()).contains("gift-card-happy");
  }

  @Test
  void a_cause_that_goes_over_many_lines_is_told_whole() {
    Break why =
        Break.of(
            new Run("gift-card", "gift-card-1", "01a2-b3", "RUNNING", true),
            new IllegalStateException(
                """
                query failure for workflow_id: "gift-card-1"
                run_id: "run_id_in_replay"
                , queryType=__replay_only, args=Optional.empty, error=java.lang.RuntimeException: no
                \tat io.temporal.Somewhere(Somewhere.java:1)
                Caused by: io.temporal.worker.NonDeterministicException: [TMPRL1100] No command scheduled that corresponds to event_id: 9
                event_type: EVENT_TYPE_ACTIVITY_TASK_SCHEDULED
                activity_task_scheduled_event_attributes {
                  activity_type {
                    name: "payments.Take"
                  }
                }
                . {WorkflowTaskStartedEventId=9223372036854775807, CurrentStartedEventId=3}
                \tat io.temporal.Elsewhere(Elsewhere.java:1)
                \t... 17 more
                """));

    assertThat(why.message())
        .isEqualTo(
            "io.temporal.worker.NonDeterministicException: No command scheduled that corresponds to"
                + " event 9, ACTIVITY_TASK_SCHEDULED of payments.Take");
  }

  @Test
  void an_answer_that_cannot_be_read_is_told_with_what_it_was_to_be_read_as() {
    Break why =
        Break.of(
            new Run("gift-card", "gift-card-1", "01a2-b3", "RUNNING", true),
            new IllegalStateException(
                """
                query failure, error=java.lang.RuntimeException: LocalActivity
                \tat io.temporal.Somewhere(Somewhere.java:1)
                Caused by: io.temporal.common.converter.DataConverterException: tools.jackson.databind.exc.ValueInstantiationException: Cannot construct instance of `Weight`, problem: it weighs nothing
                 at [Source: REDACTED; byte offset: #89] (through reference chain: dev.skald.workflows.engine.StepAnswer["answer"])
                \tat io.temporal.Elsewhere(Elsewhere.java:1)
                Caused by: java.lang.IllegalArgumentException: it weighs nothing
                \tat dev.example.Weight(Weight.java:1)
                """));

    assertThat(why.message())
        .contains(
            "cannot be read as what this code asks for there (Cannot construct instance of `Weight`")
        .contains("this code is not the code that the run began with");
  }

  private static Break breaks(String sagaId) {
    return Break.of(
        new Run("gift-card", sagaId, "01a2-b3", "RUNNING", true),
        new IllegalStateException(
            "no command for event 17 of step check-buyer of %s".formatted(sagaId)));
  }
}
